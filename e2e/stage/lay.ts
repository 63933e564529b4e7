import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evalPhp, runPhp, script } from './eval.ts';
import { type CompleteOptions, completed, type ShopOptions } from './options.ts';
import { phpFor } from './php/extensions.ts';
import { type Php, phpVersionMin } from './php/find.ts';
import { webAssemblyPhp } from './php/playground.ts';
import { freePort } from './serving/ports.ts';
import { endLeftover, makeDatadir, requireMariadb, socketOf, sql, startMariadb } from './serving/mariadb.ts';
import type { Running } from './serving/process.ts';
import { keepShop, type Shop } from './shop.ts';
import { writeConfiguration } from './site/configuration.ts';
import { placeSqlite, sqliteFolder } from './source/sqlite.ts';
import { type FoundStore, findStore } from './source/store.ts';
import { wordpressVersion } from './source/version.ts';
import { wordpressFolder } from './source/wordpress.ts';
import { copyTemplate, keepTemplate, templateFolder } from './template.ts';
import { copyTree, linkTree } from './tree.ts';

const stageFolder = dirname(fileURLToPath(import.meta.url));
export const pluginFolder = resolve(stageFolder, '../../plugin');

interface Facts {
  readonly wordpress: string;
  readonly store: string | null;
  readonly hpos: boolean;
  readonly products: number;
  readonly plugins: readonly string[];
  readonly pages: Shop['pages'];
}

export const productCount = 20;

/**
 * Lays a shop: WordPress, the store, the Causeway plugin, products, tax, shipping, payment. It is at rest afterwards.
 * The first lay for a set of versions takes some ten seconds, later ones copy its template.
 * Throws when a source can't be had or when the laid shop isn't what was asked for.
 */
export async function layShop(options: ShopOptions): Promise<Shop> {
  const wanted = completed(options);
  await clear(wanted.folder);
  const wordpress = await wordpressFolder(wanted.wordpress, wanted.say);
  const store = await findStore(wanted.store, wanted.woocommerce, wanted.say);
  const shop = await planned(wanted, store, wordpressVersion(wordpress) ?? '');
  wanted.say(`laying ${store.store.label} on WordPress ${shop.wordpressVersion}, ${wanted.database}`);
  await placeSite(shop, wanted, wordpress, store);
  writeConfiguration(shop, wanted.debug);
  const template = templateFolder({ wordpress: shop.wordpressVersion, store, options: wanted });
  const copied = !wanted.fresh && copyTemplate(template, shop.folder, shop.site);
  if (!copied) await furnish(shop, store, wanted.fresh ? undefined : template);
  return await withDatabase(shop, async () => {
    await evalPhp(shop, script('activate'), { plugins: activePlugins(wanted, store) });
    await evalPhp(shop, script('finish'), { password: shop.admin.password });
    const facts = await evalPhp<Facts>(shop, script('facts'));
    verify(facts, shop, wanted);
    return keepShop({ ...shop, pages: facts.pages });
  });
}

/** Runs `work` with the shop's database up; on SQLite there is nothing to start. */
export async function withDatabase<T>(shop: Shop, work: () => Promise<T>): Promise<T> {
  if (!shop.socket) return await work();
  const running = await startMariadb({ folder: shop.folder, socket: shop.socket });
  try {
    await grant(shop.socket, shop.secret);
    return await work();
  } finally {
    await running.stop();
  }
}

async function planned(wanted: CompleteOptions, store: FoundStore, version: string): Promise<Shop> {
  const php = await phpThatRuns(wanted);
  if (wanted.database === 'mariadb') await requireMariadb(wanted.installPackages, wanted.say);
  const port = wanted.port || (await freePort());
  const settings = php.kind === 'webassembly' ? {} : wanted.phpIni;
  const flags = [...php.flags, ...Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`])];
  return {
    folder: wanted.folder,
    site: join(wanted.folder, 'site'),
    port,
    url: `http://127.0.0.1:${port}`,
    store: store.store,
    wordpressVersion: version,
    database: wanted.database,
    hpos: wanted.hpos,
    sapi: php.kind === 'webassembly' ? 'playground' : wanted.sapi,
    admin: { login: 'admin', password: wanted.adminPassword },
    php: { ...php, flags },
    debugLog: join(wanted.folder, 'logs/debug.log'),
    mailLog: join(wanted.folder, 'logs/mail.jsonl'),
    secret: randomBytes(16).toString('hex'),
    pages: { checkout: '', classicCheckout: '', shop: '' },
    ...(wanted.database === 'mariadb' ? { socket: socketOf(wanted.folder) } : {}),
  };
}

async function phpThatRuns(wanted: CompleteOptions): Promise<Php> {
  const native = wanted.sapi === 'playground' ? undefined : await phpFor(wanted);
  if (native) return native;
  if (wanted.database !== 'sqlite') throw new Error(`this machine has no PHP ${phpVersionMin} or newer: MariaDB needs it`);
  wanted.say(`${wanted.sapi === 'playground' ? '' : 'no PHP on this machine: '}PHP runs as WebAssembly, which is slow`);
  return await webAssemblyPhp(wanted.folder, wanted.say);
}

async function clear(folder: string): Promise<void> {
  const foreign = readdirSync(folder).length > 0 && !existsSync(join(folder, 'shop.json')) && !existsSync(join(folder, 'site'));
  if (foreign) throw new Error(`${folder} is not empty and holds no shop: nothing was touched`);
  await endLeftover(folder);
  for (const part of ['site', 'database', 'fpm', 'logs', 'shop.json']) rmSync(join(folder, part), { recursive: true, force: true });
}

async function placeSite(shop: Shop, wanted: CompleteOptions, wordpress: string, store: FoundStore): Promise<void> {
  const content = join(shop.site, 'wp-content');
  linkTree(wordpress, shop.site);
  rmSync(join(shop.site, 'wp-config.php'), { force: true });
  for (const folder of ['mu-plugins', 'plugins', 'uploads']) mkdirSync(join(content, folder), { recursive: true });
  mkdirSync(join(shop.folder, 'logs'), { recursive: true });
  mkdirSync(join(shop.folder, 'database'), { recursive: true });
  linkTree(store.folder, join(content, 'plugins', store.slug));
  copyFileSync(join(stageFolder, 'site/stage.php'), join(content, 'mu-plugins/stage.php'));
  const own = wanted.causeway === 'absent' ? {} : { causeway: pluginFolder };
  for (const [slug, folder] of Object.entries({ ...own, ...wanted.plugins })) {
    const target = join(content, 'plugins', slug);
    // Linked, not copied: an edit is live in every laid shop. WebAssembly can't follow a link out of its mounts.
    if (shop.sapi === 'playground') copyTree(resolve(folder), target);
    else symlinkSync(resolve(folder), target);
  }
  if (wanted.database === 'sqlite') placeSqlite(await sqliteFolder(wanted.say), content);
}

/** Installs everything that does not depend on the plugins under test, and keeps it as template. */
async function furnish(shop: Shop, store: FoundStore, template: string | undefined): Promise<void> {
  if (shop.socket) await makeDatadir(join(shop.folder, 'database'));
  await withDatabase(shop, async () => {
    const kind = store.store.kind;
    await runPhp(shop, 'install', '', { title: 'Harbour Goods', password: shop.admin.password });
    await evalPhp(shop, script('activate'), { plugins: [`${store.slug}/${store.mainFile}`] });
    await evalPhp(shop, script('settings'), { hpos: shop.hpos, store: kind });
    await evalPhp(shop, script('seed'), { store: kind });
    await evalPhp(shop, script('settle'));
    const stored = await evalPhp<string>(shop, script('probe'));
    const expected = shop.hpos ? 'hpos' : 'posts';
    if (kind === 'woocommerce' && stored !== expected) throw new Error(`an order went to '${stored}' storage, not '${expected}'`);
  });
  if (template) await keepTemplate(template, shop.folder, shop.site);
}

function activePlugins(wanted: CompleteOptions, store: FoundStore): string[] {
  const extra = Object.keys(wanted.plugins).map((slug) => `${slug}/${slug}.php`);
  const own = wanted.causeway === 'active' && existsSync(join(pluginFolder, 'causeway.php'));
  if (wanted.causeway === 'active' && !own) wanted.say('plugin/causeway.php is not there: the shop is laid without it');
  return [`${store.slug}/${store.mainFile}`, ...(own ? ['causeway/causeway.php'] : []), ...extra];
}

async function grant(socket: string, password: string): Promise<void> {
  const done = await sql(socket, `CREATE DATABASE IF NOT EXISTS causeway CHARACTER SET utf8mb4;
    CREATE OR REPLACE USER causeway@localhost IDENTIFIED BY '${password}'; GRANT ALL ON causeway.* TO causeway@localhost;`);
  if (done.code !== 0) throw new Error(`MariaDB refused the shop's user: ${done.stderr}`);
}

function verify(facts: Facts, shop: Shop, wanted: CompleteOptions): void {
  const real = shop.store.kind === 'woocommerce';
  const wrong = [
    real && facts.store !== shop.store.version && `WooCommerce ${facts.store} instead of ${shop.store.version}`,
    real && facts.hpos !== wanted.hpos && `HPOS is ${facts.hpos ? 'on' : 'off'}`,
    facts.products !== productCount && `${facts.products} products instead of ${productCount}`,
    real && (!facts.pages.checkout || !facts.pages.classicCheckout) && 'a checkout page is missing',
  ].filter((line) => line !== false);
  if (wrong.length > 0) throw new Error(`the laid shop is not what was asked for: ${wrong.join('; ')}`);
}
