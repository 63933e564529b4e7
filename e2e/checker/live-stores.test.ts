import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { layBackOffice } from './test/back-office.ts';
import { runChecker, writeBuyerLog } from './test/checker.ts';
import { type LaidOrder, layShop, shopStatements } from './test/shop.ts';

const EXTERNAL_ID = 'DEMO-101-e4be';
const order: LaidOrder = {
  id: 101,
  key: 'wc_order_a',
  status: 'wc-completed',
  total: '49.90',
  erpNumber: 'SO-000001',
  lines: [[11, 2]],
};

let folder: string;
let processes: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checker-'));
  processes = [];
});
afterEach(async () => {
  for (const child of processes) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function post(
  url: string,
  headers: Record<string, string>,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('reads the real sandbox while it runs, and sees a double in it', async () => {
  const main = join(import.meta.dirname, '../sandbox/main.ts');
  const sandbox = spawn(
    process.execPath,
    [main, '--dir', join(folder, 'sandbox'), '--erp-port', '0', '--wms-port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  processes.push(sandbox);
  const [line] = (await once(sandbox.stdout, 'data')) as [Buffer];
  const { erp, wms } = JSON.parse(line.toString('utf8')) as { erp: { url: string }; wms: { url: string } };
  const credentials = { grant_type: 'client_credentials', client_id: 'causeway', client_secret: 'sandbox-erp-secret' };
  const { body: token } = await post(`${erp.url}/oauth/token`, {}, credentials);
  const signedIn = { authorization: `Bearer ${token.access_token}` };
  const address = { name: 'Ada', line1: '1 Quay Road', city: 'London', country: 'GB' };
  const salesOrder = {
    external_id: EXTERNAL_ID,
    ordered_at: '2026-03-01T10:00:00Z',
    currency: 'EUR',
    customer: { name: 'Ada', email: 'ada@example.com' },
    bill_to: address,
    ship_to: address,
    payment: { method: 'COD', state: 'on_account' },
    lines: [
      { type: 'item', line_id: '1', sku: 'CW-001', quantity: 2, net_minor: 4_193, tax_minor: 797, tax_code: 'STD' },
    ],
    total_minor: 4_990,
  };
  const release = {
    external_id: EXTERNAL_ID,
    erp_number: 'SO-000001',
    ship_to: address,
    shipping_method: 'STANDARD',
    lines: [{ line_id: '1', sku: 'CW-001', quantity: 2 }],
  };
  layShop(join(folder, 'wp'), 'order tables', [order]).close();
  writeBuyerLog(folder, [{ id: 101, key: 'wc_order_a', at: Date.now() - 500 }]);
  expect((await post(`${erp.url}/orders`, signedIn, salesOrder)).status).toBe(201);
  expect((await post(`${wms.url}/releases`, { 'x-api-key': 'sandbox-wms-key' }, release)).status).toBe(201);
  const before = runChecker(folder);
  expect(before.count).toMatchObject({ accepted: 1, released: 1, erp_duplicates: 0 });
  expect(before.count.order_to_erp_ms.p50).toBeGreaterThanOrEqual(500);
  for (let tries = 0; runChecker(folder).code !== 0; tries += 1) {
    expect(tries).toBeLessThan(600);
    await pause(50);
  }
  await post(`${erp.url}/orders`, signedIn, salesOrder);
  expect(runChecker(folder)).toMatchObject({ code: 1, count: { erp_duplicates: 1 } });
});

const server = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd'].find((file) => existsSync(file));

it.skipIf(server === undefined)(
  'reads a shop on MariaDB',
  async () => {
    const data = join(folder, 'data');
    const socket = join(folder, 'm.sock');
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    const install = [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...asRoot,
    ];
    expect(spawnSync('mariadb-install-db', install).status).toBe(0);
    const options = ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', ...asRoot];
    processes.push(spawn(server ?? '', options, { stdio: 'ignore' }));
    for (let tries = 0; !existsSync(socket); tries += 1) {
      expect(tries).toBeLessThan(4000);
      await pause(25);
    }
    const setUp = [
      'CREATE DATABASE shop CHARACTER SET utf8mb4',
      'USE shop',
      "CREATE USER 'shop'@'localhost' IDENTIFIED BY 'it''s \\\\ secret'",
      "GRANT ALL ON shop.* TO 'shop'@'localhost'",
    ];
    const sql = [...setUp, ...shopStatements('order tables', [order])].map((statement) =>
      statement.replaceAll(' TEXT', ' VARCHAR(191)'),
    );
    const laid = spawnSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root'], {
      input: `${sql.join(';\n')};\n`,
      encoding: 'utf8',
    });
    expect(laid.stderr).toBe('');
    mkdirSync(join(folder, 'wp'));
    const constants = {
      DB_NAME: 'shop',
      DB_USER: 'shop',
      DB_PASSWORD: "it\\'s \\\\ secret",
      DB_HOST: `localhost:${socket}`,
    };
    const defines = Object.entries(constants).map(([name, value]) => `define( '${name}', '${value}' );`);
    writeFileSync(join(folder, 'wp/wp-config.php'), ['<?php', ...defines, "$table_prefix = 'wp_';"].join('\n'));
    layBackOffice(
      join(folder, 'sandbox'),
      [{ name: 'SO-000001', externalId: EXTERNAL_ID, totalMinor: 4_990, askedAtMs: 1_200, lines: { 'CW-001': 2 } }],
      [{ name: 'WR-000001', externalId: EXTERNAL_ID, lines: { 'CW-001': 2 } }],
    );
    writeBuyerLog(folder, [{ id: 101, key: 'wc_order_a', at: 1_000 }]);
    const outcome = runChecker(folder);
    expect(outcome.stderr).toBe('');
    expect(outcome).toMatchObject({
      code: 0,
      findings: [],
      count: { accepted: 1, completed: 1, order_to_erp_ms: { p50: 200 } },
    });
    expect(runChecker(folder, '--mariadb-socket', join(folder, 'nowhere.sock')).code).toBe(2);
  },
  60_000,
);
