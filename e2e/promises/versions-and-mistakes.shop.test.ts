import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { freePort } from '../stage/serving/ports.ts';
import type { Running } from '../stage/serving/process.ts';
import { erpOrders } from './back-office-stores.ts';
import { causeway, logOf, type Options, reconfigured, runWorker, workerOfVersion } from './causeway.ts';
import { checkout, eventually, stand } from './ground.ts';
import { sql, statusOf } from './shop-store.ts';

let demo: Demo;
let folder = '';
beforeAll(async () => {
  demo = await stand();
  folder = demo.worker.folder;
  await eventually(() =>
    expect(JSON.parse(readFileSync(join(folder, 'state/shops/DEMO.json'), 'utf8')).goLiveAt).not.toBeNull(),
  );
});
afterAll(() => demo?.stop());

const started: Running[] = [];
afterEach(async () => {
  for (const running of started.splice(0)) await running.stop();
});

/** Starts another worker and waits for what it says of the shop. */
async function refusalOf(configuration: string, log: string, worker?: string) {
  const running = await runWorker(configuration, log, worker);
  started.push(running);
  return await eventually(() => {
    const said = logOf(log).find(({ msg }) => msg === 'no exchange with the shop');
    expect(said, readFileSync(log, 'utf8')).toBeDefined();
    return said;
  });
}

describe('a second worker', () => {
  test('on the same state is refused before it does anything', async () => {
    const second = await causeway(['run', '--config', demo.worker.configuration]);
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `Another worker has ${join(folder, 'state/engine.sqlite')} open. Stop it first, or give this one a file of its own.\n`,
    );
  });

  test('on the same port is told which option to change', async () => {
    const file = reconfigured(demo.worker.configuration, 'same-port.json', (options) => {
      options.stateDirectory = 'state-of-same-port';
    });
    const second = await causeway(['run', '--config', file]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^intake\.port: .*\d+ is taken by another program\n$/);
  });

  test('with a state of its own is kept out by the lease, and the first works on', async () => {
    const { shop } = demo.served;
    const file = await secondState('second');
    expect(await refusalOf(file, join(folder, 'second.log'))).toMatchObject({
      refusal: 'causeway_lease_held',
      problem: expect.stringContaining('Another worker holds this shop'),
    });
    const { orderId } = await buy(shop, basket(1));
    await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
    expect(erpOrders(demo, orderId)).toHaveLength(1);
  });
});

describe('versions that do not fit', () => {
  const state = async () => {
    const [row] = await sql(demo.served.shop, 'SELECT * FROM {link}');
    return { ...row, code_hash: '', code_expires_at: '', panel_until: '' };
  };
  const plugin = () => join(demo.served.shop.site, 'wp-content/plugins/causeway');

  beforeAll(() => demo.worker.stop());
  afterEach(async () => {
    rmSync(plugin(), { recursive: true });
    symlinkSync(join(checkout, 'plugin'), plugin());
    await forgetPaths();
  });

  /** A running PHP remembers where a link led. */
  async function forgetPaths(): Promise<void> {
    await demo.served.php.kill();
    await demo.served.php.start();
  }

  /** Puts a copy of the plugin in place in which some words are others. */
  async function pluginWith(file: string, change: (text: string) => string): Promise<void> {
    rmSync(plugin());
    cpSync(join(checkout, 'plugin'), plugin(), {
      recursive: true,
      filter: (path) => !/\/plugin\/(vendor|node_modules|tests|build)$/.test(path),
    });
    const path = join(plugin(), file);
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    await forgetPaths();
  }

  test('a worker too new for the plugin: both commands say so, nothing is touched, the code is not used up', async () => {
    const worker = workerOfVersion(join(folder, 'newer'), '0.2.0');
    const words =
      /Plugin and worker do not fit: the plugin \(version .*\) needs a worker from 0\.1\.0 to below 0\.2\.0, this one is 0\.2\.0\./;
    const code = await pairingCode(demo.served.shop);
    const before = await state();
    const paired = await causeway(['pair', '--config', demo.worker.configuration, demo.served.shop.url, code], worker);
    expect(paired).toMatchObject({ code: 1, stdout: '' });
    expect(paired.stderr).toMatch(words);
    expect(await refusalOf(demo.worker.configuration, join(folder, 'newer.log'), worker)).toMatchObject({
      refusal: 'causeway_version',
      problem: expect.stringMatching(words),
    });
    expect(await state()).toEqual(before);
    expect(await causeway(['pair', '--config', demo.worker.configuration, demo.served.shop.url, code])).toMatchObject({
      code: 0,
    });
  });

  test('a plugin too new for the worker', async () => {
    const words = /the worker \(version 0\.1\.0\) needs a plugin from 0\.1\.0 to below 0\.2\.0, this one is 0\.2\.0/;
    const before = await state();
    await pluginWith('causeway.php', (text) => text.replace(/const VERSION\s*= '[^']+'/, "const VERSION = '0.2.0'"));
    const code = await pairingCode(demo.served.shop);
    const paired = await causeway(['pair', '--config', demo.worker.configuration, demo.served.shop.url, code]);
    expect(paired).toMatchObject({ code: 1, stdout: '' });
    expect(paired.stderr).toMatch(words);
    expect(await refusalOf(demo.worker.configuration, join(folder, 'plugin-newer.log'))).toMatchObject({
      refusal: 'causeway_version',
      problem: expect.stringMatching(words),
    });
    expect(await state()).toEqual(before);
  });

  test('a plugin that asks for another exchange', async () => {
    const before = await state();
    await pluginWith('exchange/Versions.php', (text) => text.replace('const PROTOCOL = 1', 'const PROTOCOL = 2'));
    expect(await refusalOf(demo.worker.configuration, join(folder, 'protocol.log'))).toMatchObject({
      refusal: 'causeway_version',
      problem: expect.stringContaining('speaks exchange 2, the worker (version 0.1.0) exchange 1'),
    });
    expect(await state()).toEqual(before);
  });
});

describe('mistakes in the configuration', () => {
  const run = (name: string, change: (options: Options) => void) =>
    causeway(['run', '--config', reconfigured(demo.worker.configuration, name, change)]);

  test('one message each, with the path of the option, and exit status 2', async () => {
    const ended = await run('mistaken.json', (options) => {
      options.statedirectory = 'x';
      options.intake.port = 70_000;
      const [shop] = options.shops;
      options.shops = [{ ...shop, url: 'http://shop.example.com', wms: 'warehouse' }];
      options.systems = { ...options.systems, erp: { ...options.systems.erp, pollEverySeconds: 'often' } };
    });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    const lines = ended.stderr.trimEnd().split('\n');
    const paths = lines.slice(0, -1).map((line) => line.split(': ')[0]);
    expect(paths.sort()).toEqual([
      '(the whole file)',
      'intake.port',
      'shops.0.url',
      'shops.0.wms',
      'systems.erp.pollEverySeconds',
    ]);
    expect(lines).toContain('shops.0.url: must begin with https:// (http:// is for a shop on this machine only)');
    expect(lines.at(-1)).toMatch(/mistaken\.json: 5 mistakes$/);
  });

  test('a secret that is not there', async () => {
    const ended = await run('no-secret.json', (options) => {
      options.stateDirectory = 'state-without-secret';
      options.systems = { ...options.systems, erp: { ...options.systems.erp, clientSecretFile: 'secrets/nowhere' } };
    });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain("secrets/nowhere can't be read (ENOENT)");
  });

  test('a file that is no JSON, and one that is not there', async () => {
    writeFileSync(join(folder, 'broken.json'), '{ "stateDirectory": ');
    const broken = await causeway(['run', '--config', join(folder, 'broken.json')]);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain('(the whole file): is not JSON');
    const missing = await causeway(['run', '--config', join(folder, 'nowhere.json')]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("(the whole file): can't be read (ENOENT)");
  });
});

/** The same shop and credential, an engine of its own: what a copied installation would be. */
async function secondState(name: string): Promise<string> {
  const port = await freePort();
  cpSync(join(folder, 'state/shops'), join(folder, name, 'shops'), { recursive: true });
  return reconfigured(demo.worker.configuration, `${name}.json`, (options) => {
    options.stateDirectory = name;
    options.intake = { ...options.intake, port, doorbellUrl: null };
  });
}
