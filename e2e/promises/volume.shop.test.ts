import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { residentOf } from '../bench/road/resident.ts';
import { goLive, pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import { findProgram } from '../stage/php/find.ts';
import { all } from '../suite/longer.ts';
import { erpOrders, externalIds } from './back-office-stores.ts';
import { causeway } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { pidOf } from './second-worker.ts';
import { change, doorbellOf, panelOrder, panelStatus, sql, statusOf } from './shop-store.ts';
import { bulkEdit, type Cost, countCosts, runScript, takeCosts } from './volume/shop-at-work.ts';

/** `bin/test --all` takes three days of a busy shop; the default run a smaller one of the same kind. */
const PRODUCTS = all ? 100_000 : 3000;
const OLD_ORDERS = all ? 1000 : 300;
const EDITED = all ? 500 : 60;
const IMPORTED = all ? 500 : 30;
const LOOKS = all ? 20_000 : 500;
const DAYS = 3;

/** Bounds that hold however many looks wait. */
const WORKER_MB_MAX = 250;
const EXCHANGE_MB_MAX = 96;
const PATIENCE_MS = all ? 1_800_000 : 200_000;

/** Orders that go on by themselves. */
const UNDER_WAY = `open = 1 AND state <> 'waiting_for_payment'`;

let demo: Demo;
beforeAll(async () => {
  demo = await stand({ database: findProgram('mariadbd', 'mysqld') ? 'mariadb' : 'sqlite' });
  countCosts(demo.served.shop);
});
afterAll(() => demo?.stop());

const waiting = async (table: 'outbox' | 'subject') => {
  const [row] = await sql<{ n: string }>(demo.served.shop, `SELECT COUNT(*) AS n FROM {${table}}`);
  return Number(row?.n);
};
const ring = async () => fetch(await doorbellOf(demo.served.shop), { method: 'POST' });

interface Health {
  readonly engine: { readonly events: number; readonly calls: number; readonly effects: number };
  readonly shops: { readonly DEMO: { readonly lastExchangeAt: number | null } };
}

async function health(): Promise<Health> {
  return (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as Health;
}

/** Nothing waits: not in the engine, which is quickly asked, and nothing in the shop that could be served. */
async function isDrained(): Promise<void> {
  const { events, calls, effects } = (await health()).engine;
  expect({ events, calls, effects }).toEqual({ events: 0, calls: 0, effects: 0 });
  expect(await sql(demo.served.shop, 'SELECT id FROM {outbox} WHERE filled_at IS NOT NULL LIMIT 1')).toEqual([]);
}

/** Pairs as an agency does; what that cost the shop. */
async function pair(): Promise<Cost> {
  const { shop } = demo.served;
  takeCosts(shop, 'pair');
  const code = await pairingCode(shop);
  const paired = await causeway(['pair', '--config', demo.worker.configuration, shop.url, code]);
  expect(paired).toMatchObject({ code: 0, stderr: '' });
  const [cost] = takeCosts(shop, 'pair');
  if (cost === undefined) throw new Error('nobody paired');
  return cost;
}

test(`pairing and going live cost no more with ${PRODUCTS} products and ${OLD_ORDERS} old orders, and send nothing`, async () => {
  const { shop } = demo.served;
  const { orderId: like } = await createInPhp(shop, basket(3));
  await demo.worker.stop();
  await runScript(shop, 'as-new', { products: 0, orders: 0 });
  const inSmall = await pair();
  const old = await runScript<number[]>(shop, 'as-new', { products: PRODUCTS, orders: OLD_ORDERS, like });
  rmSync(join(demo.worker.folder, 'state'), { recursive: true });
  const sent = externalIds(demo, 'erp');
  const cost = await pair();
  console.info(`pairing: ${cost.ms} ms in the shop, ${cost.queries} statements (${inSmall.queries} in a small shop)`);
  expect(cost).toMatchObject({ queries: inSmall.queries, statements: inSmall.statements });
  expect([await waiting('outbox'), await waiting('subject')]).toEqual([0, 0]);

  await demo.worker.start();
  await eventually(async () => expect((await health()).shops.DEMO.lastExchangeAt).not.toBeNull());
  await goLive(shop);
  await eventually(async () => {
    await ring();
    const [link] = await sql(shop, 'SELECT swept_at, sweep_cursor FROM {link}');
    expect(Number(link?.swept_at), `the sweep went through: ${link?.sweep_cursor}`).toBeGreaterThan(0);
  });
  expect([await waiting('outbox'), await waiting('subject')]).toEqual([0, 0]);
  const edited = old[OLD_ORDERS / 2] ?? 0;
  await change(shop, edited, `$order->set_customer_note( 'After all these months' ); $order->save();`);
  await ring();
  await eventually(async () => expect(await panelOrder(shop, edited)).toMatchObject({ state: 'before_go_live' }));
  expect(externalIds(demo, 'erp')).toEqual(sent);
  const { orderId } = await buy(shop, basket(1));
  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
});

test('orders edited in bulk in wp-admin are all told to the worker, once each', { timeout: 900_000 }, async () => {
  const { shop } = demo.served;
  const { orderId: like } = await createInPhp(shop, basket(2), 'pending');
  await ring();
  await eventually(async () => expect((await panelOrder(shop, like)).state).toBe('waiting_for_payment'));
  const ids = await runScript<number[]>(shop, 'looks', { like, orders: EDITED, days: 0 });
  await eventually(async () => {
    await ring();
    await isDrained();
  });
  await bulkEdit(shop, ids, 'cancelled');
  await eventually(async () => {
    await ring();
    const [row] = await sql(shop, `SELECT COUNT(*) AS n FROM {subject} WHERE state = 'cancelled' AND rev = 2`);
    expect(Number(row?.n)).toBe(EDITED);
  });
  await eventually(isDrained);
  const served = await sql(shop, `SELECT COUNT(*) AS n FROM {archive} WHERE kind = 'look' AND rev = 2`);
  expect(served).toEqual([{ n: String(EDITED) }]);
});

test(`a worker that was away for three days drains ${LOOKS} looks in order, in bounded memory`, {
  timeout: PATIENCE_MS + 120_000,
}, async () => {
  const { shop } = demo.served;
  const { looks, imported, commands } = await pileUp();
  const away = Date.now() - DAYS * 86_400_000;
  await sql(
    shop,
    `UPDATE {link} SET worker_seen_at = ${away}, swept_at = ${away}, lease_until = 0, go_live_at = ${away - 86_400_000}`,
  );
  const status = await panelStatus(shop);
  expect(status).toMatchObject({ paired: true, worker: { seen_at: away } });
  expect(status.backlog.rows).toBe(LOOKS + IMPORTED + commands.length);
  expect(status.backlog.oldest_at).toBeLessThan(away + 60_000);
  expect(await panelOrder(shop, looks[0] ?? 0)).toMatchObject({ state: 'captured', waiting_for: 'the worker' });
  // What the import left unfilled at its end is then a minute old long since.
  await sql(shop, 'UPDATE {outbox} SET first_at = first_at - 60000 WHERE filled_at IS NULL');

  takeCosts(shop, 'exchange');
  const began = Date.now();
  await demo.worker.start();
  const pid = pidOf(demo.worker.configuration);
  await eventually(
    async () => {
      await isDrained();
      expect(await sql(shop, `SELECT subject FROM {subject} WHERE state = '' OR ${UNDER_WAY} LIMIT 1`)).toEqual([]);
    },
    PATIENCE_MS,
    2000,
  );
  const costs = takeCosts(shop, 'exchange');
  const { peak } = residentOf(pid);
  const acknowledged = await acknowledgedInOrder(commands);
  const most = (figure: (cost: Cost) => number) => Math.max(...costs.map(figure));
  console.info(
    `${LOOKS} looks of three days: acknowledged after ${(acknowledged - began) / 1000} s; ${IMPORTED} new orders completed and ` +
      `all told after ${(Date.now() - began) / 1000} s; worker at most ${peak} MB; ${costs.length} exchanges of at most ` +
      `${most(({ queries }) => queries)} statements, ${Math.round(most((cost) => cost.peak) / 1e6)} MB, ${most(({ ms }) => ms)} ms`,
  );
  expect(peak).toBeLessThan(WORKER_MB_MAX);
  expect(most((cost) => cost.peak) / 1e6).toBeLessThan(EXCHANGE_MB_MAX);
  for (const id of imported) expect(erpOrders(demo, id)).toHaveLength(1);
  expect(await sql(shop, `SELECT cause FROM {exception} WHERE status = 'open'`)).toEqual([]);
});

/** Stops the worker, and lets the shop go on: looks as capture leaves them, an import, people at the panel. */
async function pileUp() {
  const { shop } = demo.served;
  const { orderId: like } = await createInPhp(shop, basket(4), 'pending');
  await eventually(async () => {
    await ring();
    await isDrained();
  });
  await demo.worker.stop();
  const looks = await runScript<number[]>(shop, 'looks', { like, orders: LOOKS, days: DAYS });
  const imported = await runScript<number[]>(shop, 'import', { orders: IMPORTED, ...basket(5) });
  const commands = await runScript<string[]>(shop, 'commands', { orders: looks.slice(-20) });
  return { looks, imported, commands };
}

/**
 * Rows leave for the archive as they were acknowledged: commands with the first, looks by their number. Returns when the
 * last of the waiting looks did, in epoch ms.
 */
async function acknowledgedInOrder(commands: readonly string[]): Promise<number> {
  const rows = await sql<{ id: string; kind: string; event_id: string; acked_at: string }>(
    demo.served.shop,
    'SELECT id, kind, event_id, acked_at FROM {archive} ORDER BY id',
  );
  const at = ({ acked_at }: { readonly acked_at: string }) => Number(acked_at);
  const asked = rows.filter(({ event_id }) => commands.includes(event_id));
  expect(asked).toHaveLength(commands.length);
  // What has a higher number than the commands came when the worker was back.
  const piled = rows
    .filter(({ id, kind }) => kind === 'look' && Number(id) < Number(asked[0]?.id))
    .slice(-LOOKS - IMPORTED);
  const times = piled.map(at);
  expect(Math.max(...asked.map(at))).toBeLessThanOrEqual(times[0] ?? 0);
  const early = times.filter((time, place) => time < (times[place - 1] ?? 0));
  expect(early, 'acknowledged before one with a lower number').toEqual([]);
  return times.at(-1) ?? 0;
}
