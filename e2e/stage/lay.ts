import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { evalPhp, script } from './eval.ts';
import { furnish } from './furnish.ts';
import { type CompleteOptions, completed, type ShopOptions } from './options.ts';
import { phpFor } from './php/extensions.ts';
import { type Php, phpVersionMin } from './php/find.ts';
import { webAssemblyPhp } from './php/playground.ts';
import { endLeftover, requireMariadb, socketOf } from './serving/mariadb.ts';
import { freePort } from './serving/ports.ts';
import { withDatabase } from './serving/with-database.ts';
import { keepShop, type Shop } from './shop.ts';
import { writeConfiguration } from './site/configuration.ts';
import { placeSite, pluginFolder } from './site/place.ts';
import { type FoundStore, findStore } from './source/store.ts';
import { wordpressVersion } from './source/version.ts';
import { wordpressFolder } from './source/wordpress.ts';
import { copyTemplate, keepTemplate, templateFolder } from './template.ts';

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
  const template = templateFolder({ wordpress: shop.wordpressVersion, store, php: shop.php.kind, options: wanted });
  const copied = !wanted.fresh && copyTemplate(template, shop.folder, shop.site);
  if (!copied) {
    await furnish(shop, store);
    if (!wanted.fresh) await keepTemplate(template, shop.folder, shop.site);
  }
  return await withDatabase(shop, async () => {
    await evalPhp(shop, script('activate'), { plugins: activePlugins(wanted, store) });
    await evalPhp(shop, script('finish'), { password: shop.admin.password });
    const facts = await evalPhp<Facts>(shop, script('facts'));
    verify(facts, shop, wanted);
    return keepShop({ ...shop, pages: facts.pages });
  });
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
  if (wanted.database !== 'sqlite')
    throw new Error(`this machine has no PHP ${phpVersionMin} or newer: MariaDB needs it`);
  wanted.say(`${wanted.sapi === 'playground' ? '' : 'no PHP on this machine: '}PHP runs as WebAssembly, which is slow`);
  return await webAssemblyPhp(wanted.folder, wanted.say);
}

async function clear(folder: string): Promise<void> {
  const foreign =
    readdirSync(folder).length > 0 && !existsSync(join(folder, 'shop.json')) && !existsSync(join(folder, 'site'));
  if (foreign) throw new Error(`${folder} is not empty and holds no shop: nothing was touched`);
  await endLeftover(folder);
  for (const part of ['site', 'database', 'fpm', 'logs', 'opcache', 'shop.json'])
    rmSync(join(folder, part), { recursive: true, force: true });
}

function activePlugins(wanted: CompleteOptions, store: FoundStore): string[] {
  const extra = Object.keys(wanted.plugins).map((slug) => `${slug}/${slug}.php`);
  const own = wanted.causeway === 'active' && existsSync(join(pluginFolder, 'causeway.php'));
  if (wanted.causeway === 'active' && !own) wanted.say('plugin/causeway.php is not there: the shop is laid without it');
  return [`${store.slug}/${store.mainFile}`, ...(own ? ['causeway/causeway.php'] : []), ...extra];
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
