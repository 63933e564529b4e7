import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import { evalPhp } from '../stage/index.ts';
import { erpOrders } from './back-office-stores.ts';
import { eventually, stand } from './ground.ts';
import { change, doorbellOf, panelOrder, sql, statusOf } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

const isCompleted = (orderId: number) =>
  eventually(async () => expect(await statusOf(demo.served.shop, orderId)).toBe('completed'));
const openExceptions = () =>
  sql(
    demo.served.shop,
    `SELECT s.subject, e.cause FROM {exception} e JOIN {exception_subject} s ON s.cause = e.cause
    WHERE e.status = 'open' ORDER BY s.subject`,
  );

test('orders that cannot go on hold up nobody, and each says what it lacks', async () => {
  const { shop } = demo.served;
  await evalPhp(
    shop,
    `$ghost = new WC_Product_Simple();
     $ghost->set_props( array( 'name' => 'Ghost net', 'sku' => 'GHOST-1', 'regular_price' => '10', 'status' => 'publish' ) );
     return $ghost->save();`,
  );
  const before = await createInPhp(shop, basket(1));
  const unmapped = await createInPhp(shop, { ...basket(2), payment: 'barter' });
  const ghost = await createInPhp(shop, { ...basket(3), lines: [{ sku: 'GHOST-1', quantity: 1 }] });
  const after = await buy(shop, basket(4));

  for (const { orderId } of [before, after]) await isCompleted(orderId);
  await eventually(async () =>
    expect(await openExceptions()).toEqual([
      { subject: `order/${unmapped.orderId}`, cause: 'mapping:payment_method:barter' },
      { subject: `order/${ghost.orderId}`, cause: expect.stringMatching(/^missing_reference:/) },
    ]),
  );
  expect(await panelOrder(shop, unmapped.orderId)).toMatchObject({
    state: 'held',
    exception_list: [{ detail: expect.stringContaining('mapping.paymentMethods') }],
  });
  expect((await panelOrder(shop, ghost.orderId)).exception_list[0]?.detail).toContain('GHOST-1');
  for (const { orderId } of [unmapped, ghost]) expect(erpOrders(demo, orderId)).toEqual([]);
});

test('a snapshot that breaks its schema is an exception of its own order, until the next change is read', async () => {
  const { shop } = demo.served;
  await demo.worker.kill();
  const broken = await buy(shop, basket(5));
  const whole = await buy(shop, basket(6));
  await eventually(async () =>
    expect(
      await sql(shop, `SELECT id FROM {outbox} WHERE filled_at IS NOT NULL AND subject = 'order/${whole.orderId}'`),
    ).toHaveLength(1),
  );
  const snapshot = `{"deleted":false,"id":${broken.orderId},"totals":"a plugin was here"}`;
  await sql(shop, `UPDATE {subject} SET snapshot = '${snapshot}' WHERE subject = 'order/${broken.orderId}'`);
  await demo.worker.start();

  await isCompleted(whole.orderId);
  await eventually(async () =>
    expect(await panelOrder(shop, broken.orderId)).toMatchObject({
      state: 'needs_attention',
      exception_list: [{ cause: 'parse:snapshot', category: 'parse' }],
    }),
  );
  expect(erpOrders(demo, broken.orderId)).toEqual([]);
  // Nobody loops over it: what was served was acknowledged.
  expect(await sql(shop, `SELECT id FROM {outbox} WHERE subject = 'order/${broken.orderId}'`)).toEqual([]);

  await change(shop, broken.orderId, `$order->set_customer_note( 'Ring twice' ); $order->save();`);
  // PHP on the command line rings no bell; the worker would come by itself within 15 s.
  await fetch(await doorbellOf(shop), { method: 'POST' });
  await isCompleted(broken.orderId);
  expect((await panelOrder(shop, broken.orderId)).exception_list).toEqual([]);
});
