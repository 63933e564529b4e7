import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminRoute } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { erpOrders, releases, requests } from './back-office-stores.ts';
import { logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { configure } from './second-shop.ts';
import { doorbellOf, ordersOf, panelOrder, sql, statusOf } from './shop-store.ts';
import {
  catchUp,
  type Delivery,
  deliver,
  lastStatuses,
  type System,
  signed,
  stock,
  subscribe,
  unsigned,
} from './vendor.ts';

/** Sold out at the ERP until a test says otherwise; the other baskets here don't have it. */
const SCARCE = 'SKU-020';

let demo: Demo;
let mailbox = '';
let customer = 0;
const orders: number[] = [];

beforeAll(async () => {
  demo = await stand();
  const { address } = await adminRoute<{ address: string }>(demo.served.shop, 'GET', '/causeway/v1/mailbox-key', {});
  mailbox = address;
  await stock(demo, SCARCE, 0);
  await pollEvery(3600);
});
afterAll(() => demo?.stop());

/** The flow's own look-ups stay out of the way: only webhooks and polls tell what the systems did. */
async function pollEvery(pollEverySeconds: number): Promise<void> {
  await demo.worker.stop();
  configure(demo, ({ systems, shops: [shop], ...options }) => ({
    ...options,
    systems: Object.fromEntries(Object.entries(systems).map(([name, one]) => [name, { ...one, pollEverySeconds }])),
    shops: [{ ...shop, orders: { ...(shop?.orders as object), lookUpEverySeconds: 3600 } }],
  }));
  await demo.worker.start();
}

const hook = (system: System) => `${demo.worker.intakeUrl}/hooks/${system}`;
const drop = (system: System) => mailbox + system;
const bothTo = async (address: (system: System) => string | null) => {
  for (const system of ['erp', 'wms'] as const) await subscribe(demo, system, address(system));
};

async function order(...skus: string[]): Promise<number> {
  customer += 1;
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  const { orderId } = await buy(demo.served.shop, {
    ...basket(customer),
    lines: lines.length > 0 ? lines : [{ sku: 'SKU-001', quantity: 2 }],
  });
  orders.push(orderId);
  return orderId;
}

/** An order that waits for stock, and its external id. */
async function waiting(): Promise<{ orderId: number; externalId: string }> {
  const orderId = await order('SKU-001', SCARCE);
  const shown = await eventually(async () => {
    const now = await panelOrder(demo.served.shop, orderId);
    expect(now.state).toBe('waiting_for_stock');
    return now as typeof now & { external_id: string };
  });
  await idle();
  return { orderId, externalId: shown.external_id };
}

const isCompleted = (orderId: number) =>
  eventually(async () => expect(await statusOf(demo.served.shop, orderId)).toBe('completed'));
const lookUps = (externalId: string) => requests(demo, 'erp').filter((one) => one.external_id === externalId).length;
const hints = async (table = 'outbox') =>
  (await sql(demo.served.shop, `SELECT id FROM {${table}} WHERE kind = 'hint'`)).length;
const mailboxIsEmpty = () => eventually(async () => expect(await hints()).toBe(0));

async function idle(): Promise<void> {
  await eventually(async () => {
    const { engine } = (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as {
      engine: { events: number; calls: number; effects: number };
    };
    expect(engine).toMatchObject({ events: 0, calls: 0, effects: 0 });
  });
}

async function counted(door: 'intake' | 'mailbox', system: System, outcome: string): Promise<number> {
  const text = await (await fetch(`${demo.worker.intakeUrl}/metrics`)).text();
  const line = `causeway_webhooks_total{door="${door}",system="${system}",outcome="${outcome}"} `;
  return Number(
    text
      .split('\n')
      .find((one) => one.startsWith(line))
      ?.slice(line.length) ?? 0,
  );
}

/** Nothing came of what was sent before: one more, that is good, is the only one that is looked after. */
async function onlyAGoodOneCounts(externalId: string, before: number): Promise<void> {
  expect(await deliver(hook('erp'), signed(demo, 'erp', externalId))).toMatchObject({ status: 204 });
  await eventually(() => expect(lookUps(externalId)).toBeGreaterThan(before));
  await idle();
  expect(lookUps(externalId)).toBe(before + 1);
}

test('with neither polls nor look-ups of its own, an order is carried by webhooks to the worker', async () => {
  const orderId = await order();
  await isCompleted(orderId);
  expect(await counted('intake', 'erp', 'taken')).toBeGreaterThan(0);
  expect(await counted('intake', 'wms', 'taken')).toBeGreaterThan(0);
});

test('… and by webhooks to the shop’s mailbox, which the shop hands over unread', async () => {
  await bothTo(drop);
  const before = await hints('archive');
  const orderId = await order();
  await isCompleted(orderId);
  await mailboxIsEmpty();
  expect(await hints('archive')).toBeGreaterThan(before);
  expect(await counted('mailbox', 'wms', 'taken')).toBeGreaterThan(0);
  await bothTo(hook);
});

test('what is not signed, or with another secret, changes nothing at either door', async () => {
  const { externalId } = await waiting();
  const before = lookUps(externalId);
  const stranger = signed(demo, 'erp', externalId, `whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  for (const bad of [stranger, unsigned(stranger)]) {
    expect(await deliver(hook('erp'), bad)).toMatchObject({ status: 401 });
    expect(await deliver(drop('erp'), bad)).toMatchObject({ status: 202 });
    await mailboxIsEmpty();
  }
  await onlyAGoodOneCounts(externalId, before);
  expect([await counted('intake', 'erp', 'refused'), await counted('mailbox', 'erp', 'refused')]).toEqual([2, 2]);
  const said = logOf(demo.worker.log).filter(({ msg }) => msg === 'a webhook was refused');
  expect(said.map((line) => (line as unknown as { door: string }).door).toSorted()).toEqual([
    ...Array(2).fill('intake'),
    ...Array(2).fill('mailbox'),
  ]);
});

test('the same webhook again and again is one, at either door, also after the worker was killed', async () => {
  const { externalId } = await waiting();
  const before = lookUps(externalId);
  const captured: Delivery = signed(demo, 'erp', externalId);
  const replay = async () => {
    for (const _ of [1, 2, 3]) expect(await deliver(hook('erp'), captured)).toMatchObject({ status: 204 });
    expect(await deliver(drop('erp'), captured)).toMatchObject({ status: 202 });
    await mailboxIsEmpty();
    await idle();
  };
  await replay();
  expect(lookUps(externalId)).toBe(before + 1);
  await demo.worker.kill();
  await catchUp(demo);
  await demo.worker.start();
  await replay();
  await onlyAGoodOneCounts(externalId, before + 1);
});

test('what is too large is refused at the door; so is a wrong address', async () => {
  const large = { headers: {}, body: JSON.stringify({ text: 'x'.repeat(256 * 1024) }) };
  expect(await deliver(hook('erp'), large)).toMatchObject({ status: 413 });
  expect(await deliver(drop('erp'), large)).toMatchObject({ status: 413 });
  expect(await deliver(`${mailbox.replace(/[0-9a-f]{32}/, '0'.repeat(32))}erp`, large)).toMatchObject({ status: 404 });
  expect(await deliver(`${demo.worker.intakeUrl}/hooks/nobody`, large)).toMatchObject({ status: 413 });
  expect(await hints()).toBe(0);
});

test('an unknown document is one exception with its number; what came is kept; a person resolves it', async () => {
  const { shop } = demo.served;
  const cause = 'missing_reference:unknown_document:erp';
  const [one, other] = [signed(demo, 'erp', 'DEMO-900001-abcd'), signed(demo, 'erp', 'DEMO-900002-abcd')];
  expect(await deliver(hook('erp'), one)).toMatchObject({ status: 204 });
  expect(await deliver(drop('erp'), other)).toMatchObject({ status: 202 });
  const open = () =>
    sql(
      shop,
      `SELECT s.subject, s.detail, s.epoch, s.n FROM {exception} e JOIN {exception_subject} s ON s.cause = e.cause WHERE e.status = 'open' AND e.cause = '${cause}'`,
    );
  const [shown] = await eventually(async () => {
    const rows = await open();
    expect(rows).toMatchObject([
      { subject: 'system/erp', detail: expect.stringMatching(/DEMO-90000[12]-abcd, DEMO-90000[12]-abcd/) },
    ]);
    return rows;
  });
  const folder = join(demo.worker.folder, 'state/unclaimed');
  const kept = readdirSync(folder).toSorted();
  expect(kept.map((name) => name.split('.')[0])).toEqual(['DEMO-900001-abcd', 'DEMO-900002-abcd']);
  expect(kept.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).body)).toEqual([one.body, other.body]);
  expect(kept.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);

  const seen = { epoch: Number(shown?.epoch), n: Number(shown?.n) };
  const command = { command: 'resolve', subject: 'system/erp', cause, seen, reason: 'entered by hand at the ERP' };
  await adminRoute(shop, 'POST', '/causeway/v1/commands', command);
  await fetch(await doorbellOf(shop), { method: 'POST' });
  await eventually(async () =>
    expect(await sql(shop, `SELECT status, closed_reason FROM {exception} WHERE cause = '${cause}'`)).toEqual([
      { status: 'resolved', closed_reason: 'entered by hand at the ERP' },
    ]),
  );
  expect(await open()).toEqual([]);
});

test('an order that the engine no longer holds: the shop is asked, and the order goes on', async () => {
  const { orderId } = await waiting();
  await demo.worker.stop();
  const engine = new DatabaseSync(join(demo.worker.folder, 'state/engine.sqlite'));
  for (const table of ['call_key', 'effect', 'timer', 'label', 'subject']) {
    engine.prepare(`DELETE FROM ${table} WHERE subject = ?`).run(`order/${orderId}`);
  }
  engine.close();
  await catchUp(demo);
  await demo.worker.start();
  await idle();
  expect(await statusOf(demo.served.shop, orderId)).toBe('processing');
  const before = await counted('intake', 'erp', 'unclaimed');

  // The sandbox allocates what was short, and tells of it.
  await stock(demo, SCARCE, 1_000_000);
  await isCompleted(orderId);
  expect(await counted('intake', 'erp', 'unclaimed')).toBeGreaterThan(before);
  await stock(demo, SCARCE, 0);
});

test('while the doors are flooded, orders go on by polls, and the flood is told when to come back', async () => {
  await pollEvery(1);
  let flooding = true;
  const limited = { erp: 0, wms: 0 };
  const flood = async (system: System) => {
    while (flooding) {
      const { status, retryAfter } = await deliver(hook(system), { headers: {}, body: '{}' });
      if (status !== 429) continue;
      limited[system] += 1;
      expect(retryAfter).toBeGreaterThan(0);
    }
  };
  const floods = [flood('erp'), flood('wms')];
  try {
    await eventually(() => expect(Math.min(limited.erp, limited.wms)).toBeGreaterThan(0));
    // A new minute begins with an empty count: an order whose webhooks came just then proves nothing.
    await eventually(async () => {
      await isCompleted(await order());
      expect((lastStatuses(demo, 'erp')['429'] ?? 0) + (lastStatuses(demo, 'wms')['429'] ?? 0)).toBeGreaterThan(0);
    }, 150_000);
  } finally {
    flooding = false;
    await Promise.all(floods);
  }
});

test('a mailbox that took its share of this minute says so, and the poll brings what it did not take', async () => {
  const { orderId } = await waiting();
  await bothTo(() => null);
  await eventually(async () => {
    const minute = Math.floor(Date.now() / 60_000);
    await sql(demo.served.shop, `UPDATE {link} SET mailbox_minute = ${minute}, mailbox_taken = 120`);
    const { status, retryAfter } = await deliver(drop('erp'), signed(demo, 'erp', `DEMO-${orderId}-abcd`));
    expect([status, retryAfter]).toEqual([429, expect.any(Number)]);
  });
  expect(await hints()).toBe(0);
  await stock(demo, SCARCE, 1_000_000);
  await isCompleted(orderId);
});

test('with all hints lost, polls bring everything', async () => {
  await bothTo(() => null);
  await stock(demo, SCARCE, 1_000_000);
  const [one, two] = [await order(), await order('SKU-002', 'SKU-003')];
  for (const orderId of [one, two]) await isCompleted(orderId);
});

test('counted in the three stores: every order once', async () => {
  await eventually(async () => {
    const completed = (await ordersOf(demo.served.shop, ['completed'])).map(({ id }) => id);
    expect(completed.toSorted((a, b) => a - b)).toEqual(orders);
  });
  for (const orderId of orders) {
    expect(erpOrders(demo, orderId), `order ${orderId} at the ERP`).toHaveLength(1);
    expect(releases(demo, orderId), `order ${orderId} at the warehouse`).toHaveLength(1);
  }
});
