import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { layShop } from './lay.ts';
import type { ShopOptions } from './options.ts';
import { serveShop } from './serve.ts';
import { commandEnvironment } from './serving/command-environment.ts';
import { endLeftover, startMariadb } from './serving/mariadb.ts';
import { withDatabase } from './serving/with-database.ts';
import { openShop, type Shop } from './shop.ts';

export const usage = `node e2e/stage/main.ts COMMAND --dir DIR [options]

  lay     lays a shop in DIR and prints it as JSON
            --store woocommerce|double|auto   --database sqlite|mariadb   --hpos on|off
            --wordpress PATH  --woocommerce PATH  --port N  --sapi cli-server|fpm|playground
            --causeway active|installed|absent  --install-packages  --fresh
            --for-phpunit   prints { path, wpLoad, phpFlags, url, store }; on MariaDB the database then
                            runs until "stop"
  serve   serves the shop in DIR until Ctrl-C   --port N
  run     runs a command with the shop's database up: run --dir DIR -- COMMAND …
            in its environment: CAUSEWAY_WP_LOAD, CAUSEWAY_STORE, CAUSEWAY_SHOP_URL
  stop    ends a database that "lay --for-phpunit" left running`;

/** The command line makes no sense; the message says where. */
export class WrongCommandLine extends Error {}

const options = {
  dir: { type: 'string' },
  store: { type: 'string' },
  database: { type: 'string' },
  hpos: { type: 'string' },
  wordpress: { type: 'string' },
  woocommerce: { type: 'string' },
  port: { type: 'string' },
  sapi: { type: 'string' },
  causeway: { type: 'string' },
  'admin-password': { type: 'string' },
  'install-packages': { type: 'boolean' },
  fresh: { type: 'boolean' },
  'for-phpunit': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

const allowed: Readonly<Record<string, readonly string[]>> = {
  store: ['woocommerce', 'double', 'auto'],
  database: ['sqlite', 'mariadb'],
  hpos: ['on', 'off'],
  sapi: ['cli-server', 'fpm', 'playground'],
  causeway: ['active', 'installed', 'absent'],
};

/** Runs one command line and returns its exit code. Throws WrongCommandLine, or parseArgs' own error. */
export async function stageCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const [command, ...rest] = positionals;
  if (values.help || !command) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  checkValues(values);
  if (!values.dir) throw new WrongCommandLine('--dir is missing');
  const folder = resolve(values.dir);
  if (command === 'lay') return await lay(folder, values);
  if (command === 'serve') return await serve(folder, values);
  if (command === 'run') return await run(openShop(folder), rest);
  if (command === 'stop') return await stop(folder);
  throw new WrongCommandLine(`unknown command ${command}`);
}

function checkValues(values: Flags): void {
  for (const [name, choices] of Object.entries(allowed)) {
    const value = values[name as keyof Flags];
    if (typeof value === 'string' && !choices.includes(value))
      throw new WrongCommandLine(`--${name} is one of ${choices.join(', ')}`);
  }
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) throw new WrongCommandLine('--port is a number');
}

async function lay(folder: string, values: Flags): Promise<number> {
  const shop = await layShop({
    folder,
    port: Number(values.port ?? 0),
    store: values.store,
    database: values.database,
    hpos: values.hpos !== 'off',
    wordpress: values.wordpress,
    woocommerce: values.woocommerce,
    sapi: values.sapi,
    causeway: values.causeway,
    adminPassword: values['admin-password'],
    installPackages: values['install-packages'],
    fresh: values.fresh,
    say: (line: string) => console.error(line),
  } as ShopOptions);
  if (!values['for-phpunit']) {
    console.log(JSON.stringify(shop, null, 2));
    return 0;
  }
  if (shop.socket) await startMariadb({ folder, socket: shop.socket, outliveUs: true });
  console.log(JSON.stringify(forPhpUnit(shop)));
  return 0;
}

/** What the plugin's PHPUnit bootstrap needs to load this shop's WordPress. */
export function forPhpUnit(shop: Shop): {
  path: string;
  wpLoad: string;
  phpFlags: readonly string[];
  url: string;
  store: string;
  database: string;
  hpos: boolean;
} {
  const { site, url, store, database, hpos } = shop;
  return {
    path: site,
    wpLoad: join(site, 'wp-load.php'),
    phpFlags: shop.php.flags,
    url,
    store: store.label,
    database,
    hpos,
  };
}

async function serve(folder: string, values: Flags): Promise<number> {
  const served = await serveShop(openShop(folder), values.port ? { port: Number(values.port) } : {});
  const { url, admin, store } = served.shop;
  console.log(`${store.label} at ${url} · wp-admin: ${url}/wp-admin/ ${admin.login} ${admin.password} · Ctrl-C stops`);
  const staysUp = setInterval(() => {}, 1 << 30);
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  clearInterval(staysUp);
  await served.stop();
  return 0;
}

async function run(shop: Shop, command: readonly string[]): Promise<number> {
  const [program, ...args] = command;
  if (!program) throw new WrongCommandLine('run needs a command after --');
  const env = { ...process.env, ...commandEnvironment(shop) };
  return await withDatabase(
    shop,
    () =>
      new Promise<number>((done) => {
        const child = spawn(program, args, { stdio: 'inherit', env });
        // Ctrl-C reaches the child too; we wait for it and then put the database to rest.
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
        child.once('error', (error) => {
          console.error(error.message);
          done(127);
        });
        child.once('close', (code) => done(code ?? 1));
      }),
  );
}

async function stop(folder: string): Promise<number> {
  console.log((await endLeftover(folder)) ? 'MariaDB stopped' : 'nothing was running');
  return 0;
}
