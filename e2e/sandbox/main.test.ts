import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Client, signIn, until } from './test/client.ts';
import { order, release } from './test/documents.ts';
import { receiver } from './test/receiver.ts';

const main = join(import.meta.dirname, 'main.ts');
let dir: string;
let processes: ChildProcess[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  processes = [];
});
afterEach(async () => {
  for (const child of processes) await kill(child);
  rmSync(dir, { recursive: true, force: true });
});

type Addresses = { pid: number; erp: { url: string; control: string }; wms: { url: string; control: string } };

async function launch(...options: string[]): Promise<{ child: ChildProcess; addresses: Addresses }> {
  const child = spawn(process.execPath, [main, '--dir', dir, '--erp-port', '0', '--wms-port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, addresses: JSON.parse(line.toString('utf8')) as Addresses };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function counted(system: 'erp' | 'wms', sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dir, `${system}.sqlite`), { readOnly: true });
  try {
    return database.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    database.close();
  }
}

it('loses nothing that it answered, and makes nothing twice, when it is killed among requests', async () => {
  const answered: string[] = [];
  let sent = 0;
  for (let round = 0; round < 3; round += 1) {
    const { child, addresses } = await launch();
    const api = await signIn(addresses.erp.url);
    const lanes = Array.from({ length: 4 }, async () => {
      for (;;) {
        const externalId = `D-${++sent}-aaaa`;
        const reply = await api.post('/orders', order(externalId)).catch(() => undefined);
        if (reply === undefined) return;
        expect(reply.status).toBe(201);
        answered.push(externalId);
      }
    });
    await until(
      async () => answered.length,
      (n) => n >= 25 * (round + 1),
    );
    await kill(child);
    await Promise.all(lanes);
  }
  const { addresses } = await launch();
  const rows = counted('erp', 'SELECT external_id, COUNT(*) AS n FROM sales_order GROUP BY external_id');
  const stored = new Set(rows.map((row) => row.external_id as string));
  expect(rows.filter((row) => row.n !== 1)).toEqual([]);
  expect(answered.filter((externalId) => !stored.has(externalId))).toEqual([]);
  const control = new Client(addresses.erp.control, { authorization: 'Bearer sandbox-control' });
  await until(
    () => control.get('/_control/state'),
    ({ body }) => body.documents.by_status.allocated === stored.size,
  );
  const recorded = counted(
    'erp',
    "SELECT DISTINCT external_id FROM request WHERE method = 'POST' AND path = '/orders'",
  );
  const seen = new Set(recorded.map((row) => row.external_id as string));
  expect([...stored].filter((externalId) => !seen.has(externalId))).toEqual([]);
}, 300_000);

it('goes on with tokens, webhooks and parcels after kill -9', async () => {
  const listening = await receiver();
  const file = join(dir, 'sandbox.json');
  writeFileSync(
    file,
    JSON.stringify({ wms: { pick_after_ms: 300, faults: [{ kind: 'latency', ms: 1, path: '/webhooks' }] } }),
  );
  const before = await launch('--config', file);
  const erp = await signIn(before.addresses.erp.url);
  await erp.post('/orders', order('D-1-aaaa'));
  const wms = new Client(before.addresses.wms.url, { 'x-api-key': 'sandbox-wms-key' });
  await wms.post('/webhooks', { url: listening.url, events: ['release.shipped'] });
  await wms.post('/releases', release('D-1-aaaa'));
  await kill(before.child);
  const after = await launch('--config', file, '--erp-port', new URL(before.addresses.erp.url).port);
  expect((await erp.get('/orders?external_id=D-1-aaaa')).body.orders).toHaveLength(1);
  await until(
    async () => listening.deliveries.length,
    (n) => n >= 1,
  );
  expect(JSON.parse(readFileSync(join(dir, 'addresses.json'), 'utf8'))).toEqual(after.addresses);
  listening.close();
});

it('records what reached the port, with the external id', async () => {
  const { addresses } = await launch();
  const api = await signIn(addresses.erp.url);
  const before = Date.now();
  await api.post('/orders', order('D-1-aaaa'));
  await api.get('/orders?external_id=D-1-aaaa');
  await api.get('/orders/SO-000001');
  await api.post('/orders', order('D-2-aaaa', { currency: 'XXX' }));
  const rows = counted('erp', 'SELECT method, path, external_id, status, received_at_ms FROM request ORDER BY id');
  expect(rows.slice(1).map(({ method, path, external_id, status }) => [method, path, external_id, status])).toEqual([
    ['POST', '/orders', 'D-1-aaaa', 201],
    ['GET', '/orders', 'D-1-aaaa', 200],
    ['GET', '/orders/SO-000001', 'D-1-aaaa', 200],
    ['POST', '/orders', 'D-2-aaaa', 422],
  ]);
  expect(rows[1]?.received_at_ms).toBeGreaterThanOrEqual(before);
});

it('starts one of the two, and stops when asked', async () => {
  const { child, addresses } = await launch('--only', 'wms');
  expect(addresses.erp).toBeUndefined();
  expect((await new Client(addresses.wms.url, {}).get('/health')).body).toEqual({ status: 'ok', system: 'wms' });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('names each mistake of a configuration and exits 2', async () => {
  const file = join(dir, 'sandbox.json');
  writeFileSync(
    file,
    JSON.stringify({ colour: 'red', erp: { allocate_after_ms: 'soon' }, wms: { utc_offset: 'CET' } }),
  );
  const child = spawn(process.execPath, [main, '--dir', dir, '--config', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  processes.push(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(
    errors
      .trim()
      .split('\n')
      .map((line) => line.split(':')[1]?.trim())
      .toSorted(),
  ).toEqual(['colour', 'erp.allocate_after_ms', 'wms.utc_offset']);
});
