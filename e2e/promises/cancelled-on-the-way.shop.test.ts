import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault, heal, set } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { erpOrders, releases } from './back-office-stores.ts';
import { eventually, stand } from './ground.ts';
import { turnEnds } from './passing-time.ts';
import { change, panelOrder, statusOf } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

const cancel = (orderId: number) => change(demo.served.shop, orderId, `$order->update_status( 'cancelled' );`);

/** Buys, and returns once the warehouse has the release and its answer is still on the way. */
async function buyAndHoldTheAnswer(number: number, settings: object): Promise<number> {
  await set(demo.backOffice, 'wms', settings);
  await fault(demo.backOffice, 'wms', {
    ...{ kind: 'latency', ms: 6000, after_commit: true, method: 'POST', path: '/releases', count: 1 },
  });
  const { orderId } = await buy(demo.served.shop, basket(number));
  await eventually(() => expect(releases(demo, orderId)).toHaveLength(1));
  return orderId;
}

test('cancelled while its release is on the way: release and ERP order are cancelled, nothing is completed', async () => {
  const orderId = await buyAndHoldTheAnswer(1, { pick_after_ms: 60_000 });
  await cancel(orderId);
  await eventually(() => {
    expect(releases(demo, orderId)).toMatchObject([{ status: 'cancelled' }]);
    expect(erpOrders(demo, orderId)).toMatchObject([{ status: 'cancelled' }]);
  });
  await eventually(async () =>
    expect(await panelOrder(demo.served.shop, orderId)).toMatchObject({ state: 'cancelled', exception_list: [] }),
  );
  expect(await statusOf(demo.served.shop, orderId)).toBe('cancelled');
});

test('cancelled when the warehouse has picked already: a conflict for a person, and the shop stays cancelled', async () => {
  await heal(demo.backOffice);
  const orderId = await buyAndHoldTheAnswer(2, { pick_after_ms: 0, pack_after_ms: 0, ship_after_ms: 0 });
  await cancel(orderId);
  await eventually(() => expect(releases(demo, orderId)).toMatchObject([{ status: 'shipped' }]));
  await eventually(async () =>
    expect((await panelOrder(demo.served.shop, orderId)).exception_list).toMatchObject([
      { category: 'conflict', cause: 'conflict:cancel_refused:wms' },
    ]),
  );
  expect(await statusOf(demo.served.shop, orderId)).toBe('cancelled');
  expect(erpOrders(demo, orderId)).toHaveLength(1);
});

test('cancelled before the shop heard that it is shipped: never completed, and a person is told', async () => {
  await heal(demo.backOffice);
  await set(demo.backOffice, 'wms', { pick_after_ms: 5000, pack_after_ms: 0, ship_after_ms: 0 });
  const { shop, php } = demo.served;
  const { orderId } = await buy(shop, basket(3));
  await eventually(() => expect(releases(demo, orderId)).toMatchObject([{ status: 'received' }]));
  // The parcel ("completed" comes after it) is decided on the order as it was, and can't be told for now.
  await php.kill();
  await eventually(() => expect(releases(demo, orderId)).toMatchObject([{ status: 'shipped' }]));
  await eventually(async () => expect((await engine()).effects).toBeGreaterThanOrEqual(2));
  await cancel(orderId);
  // A dead exchange's turn ends by itself after 30 s: not what is tested here.
  await turnEnds(shop);
  await php.start();
  await eventually(async () => {
    const { exception_list, state } = await panelOrder(shop, orderId);
    expect(exception_list, state).toMatchObject([{ category: 'conflict' }]);
    expect((await engine()).effects).toBe(0);
  });
  expect(await statusOf(shop, orderId)).toBe('cancelled');
});

async function engine(): Promise<{ readonly effects: number }> {
  const health = (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as { engine: { effects: number } };
  return health.engine;
}
