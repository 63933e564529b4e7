import { afterAll, beforeAll, expect, test } from 'vitest';
import { set } from '../demo/back-office-control.ts';
import { adminRoute, pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { erpOrders, requests } from './back-office-stores.ts';
import { causeway, logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { doorbellOf, panelOrder, panelStatus, statusOf } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

test('a revoked worker says so once and calls nobody; paired again it goes on where it was', async () => {
  const { shop } = demo.served;
  await set(demo.backOffice, 'erp', { allocate_after_ms: 5000 });
  const underWay = await buy(shop, basket(1));
  await eventually(() => expect(erpOrders(demo, underWay.orderId)).toHaveLength(1));
  const doorbell = await doorbellOf(shop);

  await adminRoute(shop, 'DELETE', '/causeway/v1/pairing', {});
  const waiting = await buy(shop, basket(2));
  for (let times = 1; times <= 3; times += 1) {
    await fetch(doorbell, { method: 'POST' });
    await eventually(async () => expect(await refusedExchanges()).toBeGreaterThanOrEqual(times));
  }
  const refusals = logOf(demo.worker.log).filter(({ refusal }) => refusal);
  expect(refusals, 'said once, however often it was refused').toHaveLength(1);
  expect(refusals[0]).toMatchObject({
    refusal: 'causeway_not_paired',
    problem: expect.stringContaining('pairing was revoked. Pair again with a new code'),
  });

  // The ERP's webhook makes the flow want to look there: the call waits, because the right to call is gone.
  expect((await health()).shops.DEMO.leaseLeftMs).toBe(0);
  const before = lookUps(underWay.orderId).length;
  await eventually(async () => {
    expect(erpOrders(demo, underWay.orderId)).toMatchObject([{ status: 'allocated' }]);
    expect((await health()).engine.calls).toBeGreaterThan(0);
  });
  expect(lookUps(underWay.orderId)).toHaveLength(before);
  expect(erpOrders(demo, waiting.orderId)).toEqual([]);
  expect((await panelStatus(shop)).paired).toBe(false);
  expect(await panelOrder(shop, waiting.orderId)).toMatchObject({
    state: 'captured',
    reason: 'No worker is paired with this shop.',
    waiting_for: 'a worker',
  });

  const code = await pairingCode(shop);
  expect(await causeway(['pair', '--config', demo.worker.configuration, shop.url, code])).toMatchObject({ code: 0 });
  await fetch(doorbell, { method: 'POST' });
  for (const { orderId } of [underWay, waiting]) {
    await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
    expect(erpOrders(demo, orderId)).toHaveLength(1);
  }
});

function lookUps(orderId: number) {
  return requests(demo, 'erp').filter(
    ({ method, external_id }) => method === 'GET' && external_id?.startsWith(`DEMO-${orderId}-`),
  );
}

interface Health {
  readonly engine: { readonly calls: number };
  readonly shops: { readonly DEMO: { readonly leaseLeftMs: number } };
}

async function health(): Promise<Health> {
  return (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as Health;
}

async function refusedExchanges(): Promise<number> {
  const metrics = await (await fetch(`${demo.worker.intakeUrl}/metrics`)).text();
  return Number(/causeway_exchange_seconds_count\{.*outcome="causeway_not_paired".*\} (\d+)/.exec(metrics)?.[1] ?? 0);
}
