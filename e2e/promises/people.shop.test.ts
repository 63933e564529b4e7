import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { adminRoute } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { erpOrders, releases } from './back-office-stores.ts';
import { type EffectGate, effectGate, type Moment } from './effect-gate.ts';
import { eventually, stand } from './ground.ts';
import { configure } from './second-shop.ts';
import { change, doorbellOf, panelOrder, sql, statusOf } from './shop-store.ts';

let demo: Demo;
let gate: EffectGate;
let customer = 0;
beforeAll(async () => {
  demo = await stand();
  gate = effectGate(demo.served.shop);
  await demo.worker.stop();
  configure(demo, ({ shops: [shop], ...options }) => {
    const orders = { ...(shop?.orders as object), attemptsMax: 3 };
    return { ...options, shops: [{ ...shop, orders }] };
  });
  await demo.worker.start();
});
afterEach(() => gate.plan({ throws: {} }));
afterAll(() => demo?.stop());

const results = (orderId: number) => gate.answers(orderId, 'status').map(({ result }) => result);
const causes = async (orderId: number) =>
  (await panelOrder(demo.served.shop, orderId)).exception_list.map(({ cause }) => cause);
const ring = async () => fetch(await doorbellOf(demo.served.shop), { method: 'POST' });

/** A customer's order, held at a moment of the effect that completes it, until somebody has done something to it. */
async function meanwhile(moment: Moment, act: (orderId: number) => Promise<void>): Promise<number> {
  customer += 1;
  const held = gate.close(moment);
  const { orderId } = await buy(demo.served.shop, basket(customer));
  await held.until();
  try {
    await act(orderId);
  } finally {
    held.open();
  }
  return orderId;
}

/** How often the customer was told that the order is completed. The store double sends no mail. */
function expectMails(times: number, number = customer): void {
  const { mailLog, store } = demo.served.shop;
  if (store.kind === 'double') return;
  const lines = existsSync(mailLog) ? readFileSync(mailLog, 'utf8').split('\n').filter(Boolean) : [];
  const mails = lines.map((line) => JSON.parse(line) as { to: string; subject: string });
  const { email } = basket(number).address;
  expect(mails.filter(({ to, subject }) => to === email && /complete/i.test(subject))).toHaveLength(times);
}

/** ERP and warehouse hold one document each, whatever happened between shop and worker. */
function expectOnce(orderId: number): void {
  expect(erpOrders(demo, orderId)).toHaveLength(1);
  expect(releases(demo, orderId)).toMatchObject([{ status: 'shipped' }]);
}

async function isSettled(orderId: number, state: string): Promise<void> {
  await eventually(async () => expect(await panelOrder(demo.served.shop, orderId)).toMatchObject({ state }));
}

const doing = {
  cancel: (orderId: number) => change(demo.served.shop, orderId, `$order->update_status( 'cancelled' );`),
  refund: (orderId: number) =>
    change(demo.served.shop, orderId, `wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => 1 ) );`),
  edit: (orderId: number) =>
    change(demo.served.shop, orderId, `$order->set_customer_note( 'Ring twice' ); $order->save();`),
  move: (orderId: number) => change(demo.served.shop, orderId, `$order->set_shipping_city( 'Kiel' ); $order->save();`),
};

describe('a cancel', () => {
  test.each<Moment>(['while the batch waits', 'between reading and save'])(
    '%s: stale; nobody is told "completed", and what has left is a conflict for a person',
    async (moment) => {
      const orderId = await meanwhile(moment, doing.cancel);
      await eventually(async () => expect(await causes(orderId)).toEqual(['conflict:cancel_refused:wms']));
      expect(results(orderId)).toEqual(['stale']);
      expect(await statusOf(demo.served.shop, orderId)).toBe('cancelled');
      expectMails(0);
      expectOnce(orderId);
    },
  );

  test('between save and answer: it stands, and a person is asked what becomes of the goods', async () => {
    const orderId = await meanwhile('between save and answer', doing.cancel);
    await eventually(async () => expect(await causes(orderId)).toHaveLength(1));
    expect((await causes(orderId))[0]).toMatch(/^conflict:cancel/);
    expect(results(orderId)).toEqual(['stale']);
    expect(await statusOf(demo.served.shop, orderId)).toBe('cancelled');
    expectMails(1);
    expectOnce(orderId);
  });

  test('in the very instant of the write is overtaken: a conflict, although the shop shows "completed"', async () => {
    const orderId = await meanwhile('in the instant of the write', doing.cancel);
    await eventually(async () => expect(await causes(orderId)).toEqual(['conflict:cancel_overtaken']));
    expect(results(orderId)).toEqual(['stale']);
    expect(await statusOf(demo.served.shop, orderId)).toBe('completed');
    expectMails(1);
    expectOnce(orderId);
  });
});

describe('a refund and an edit', () => {
  test('decided on an old revision: stale, with what is now; the flow decides anew and completes once', async () => {
    const orderId = await meanwhile('while the batch waits', doing.edit);
    await isSettled(orderId, 'completed');
    const told = gate.answers(orderId, 'status');
    expect(told.map(({ result }) => result)).toEqual(['stale', 'applied']);
    expect(told[1]?.n).toBeGreaterThan(told[0]?.n ?? Infinity);
    expect(await causes(orderId)).toEqual([]);
    expectMails(1);
    expectOnce(orderId);
  });

  test('a refund between reading and save is for finance; the order is completed once all the same', async () => {
    const orderId = await meanwhile('between reading and save', doing.refund);
    await isSettled(orderId, 'completed');
    await eventually(async () => expect(await causes(orderId)).toEqual(['conflict:refund']));
    expect(await statusOf(demo.served.shop, orderId)).toBe('completed');
    expectMails(1);
    expectOnce(orderId);
  });

  test('an address changed between save and answer is in the shop, and a conflict with what has left', async () => {
    const orderId = await meanwhile('between save and answer', doing.move);
    await eventually(async () => expect(await causes(orderId)).toEqual(['conflict:edited:delivery']));
    expect(await statusOf(demo.served.shop, orderId)).toBe('completed');
    expectMails(1);
    expectOnce(orderId);
  });
});

describe('another plugin throws at the save', () => {
  test('once: failed, then done under a new number, and the customer is told once', async () => {
    const orderId = await meanwhile('while the batch waits', async (id) => gate.plan({ throws: { [id]: 1 } }));
    await isSettled(orderId, 'completed');
    const told = gate.answers(orderId, 'status');
    expect(told.map(({ result }) => result)).toEqual(['failed', 'applied']);
    expect(told[1]?.n).toBeGreaterThan(told[0]?.n ?? Infinity);
    expectMails(1);
    expectOnce(orderId);
  });

  test('every time: an exception after as many attempts as are allowed, then silence; repaired, Retry completes it', async () => {
    const orderId = await meanwhile('while the batch waits', async (id) => gate.plan({ throws: { [id]: 1000 } }));
    await eventually(async () =>
      expect((await panelOrder(demo.served.shop, orderId)).exception_list).toMatchObject([
        { cause: 'internal:shop_effect', detail: expect.stringContaining('completed') },
      ]),
    );
    const tried = gate.answers(orderId);
    expect(results(orderId)).toEqual(['failed', 'failed', 'failed']);
    expect(await statusOf(demo.served.shop, orderId)).toBe('processing');
    expectMails(0);
    const before = gate.exchanges().length;
    for (let more = 1; more <= 3; more += 1) {
      await ring();
      await eventually(() => expect(gate.exchanges().length).toBeGreaterThanOrEqual(before + more));
    }
    expect(gate.answers(orderId)).toEqual(tried);

    gate.plan({ throws: {} });
    const retry = { command: 'retry', subject: `order/${orderId}`, cause: 'internal:shop_effect', reason: 'mended' };
    await adminRoute(demo.served.shop, 'POST', '/causeway/v1/commands', retry);
    await ring();
    await isSettled(orderId, 'completed');
    expect(await causes(orderId)).toEqual([]);
    expectMails(1);
    expectOnce(orderId);
  });
});

test('our own echo ends: what we wrote is served to nobody, no look is left, and no revision climbs', async () => {
  const { shop } = demo.served;
  customer += 1;
  const { orderId } = await buy(shop, basket(customer));
  await isSettled(orderId, 'completed');
  const revisions = () => sql(shop, 'SELECT subject, rev, foreign_rev FROM {subject} ORDER BY subject');
  const isQuiet = async () => {
    expect(await sql(shop, 'SELECT subject FROM {outbox}')).toEqual([]);
    const health = (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as { engine: { effects: number } };
    expect(health.engine.effects).toBe(0);
  };
  await eventually(isQuiet);
  const before = await revisions();
  // As it was bought, and as we completed it: the number and the parcel are nobody's news.
  expect(before.find(({ subject }) => subject === `order/${orderId}`)).toMatchObject({ rev: '2', foreign_rev: '1' });
  const served = gate.exchanges().flatMap(({ rows }) => rows.filter((row) => row.subject === `order/${orderId}`));
  expect(new Set(served.map(({ row }) => row)).size).toBe(1);

  // A sweep that reads every order once more, and some exchanges.
  await sql(shop, 'UPDATE {subject} SET rehashed_at = 1');
  await sql(shop, 'UPDATE {link} SET swept_at = swept_at - 300000');
  const seen = gate.exchanges().length;
  for (let more = 1; more <= 3; more += 1) {
    await ring();
    await eventually(() => expect(gate.exchanges().length).toBeGreaterThanOrEqual(seen + more));
  }
  await sql(shop, 'UPDATE {outbox} SET first_at = first_at - 60000 WHERE filled_at IS NULL');
  await ring();
  await eventually(async () => {
    await isQuiet();
    expect(await sql(shop, 'SELECT subject FROM {subject} WHERE rehashed_at = 1')).toEqual([]);
  });
  expect(await revisions()).toEqual(before);
});
