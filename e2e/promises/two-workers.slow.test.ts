import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import { evalPhp } from '../stage/index.ts';
import { erpOrders, releases, requests } from './back-office-stores.ts';
import { logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { pidOf, type SecondWorker, startSecond } from './second-worker.ts';
import { panelOrder, sql, statusOf } from './shop-store.ts';

/** A lease and the minute after it, for real: what a stopped process believes of its lease is the point. */
const TAKEN_OVER_MS = 300_000;

let demo: Demo;
let second: SecondWorker | null = null;
let stopped: number | null = null;
beforeAll(async () => {
  demo = await stand();
});
afterAll(async () => {
  if (stopped !== null) process.kill(stopped, 'SIGCONT');
  await second?.process.stop();
  await demo?.stop();
});

const refusals = (log: string) => logOf(log).flatMap(({ refusal }) => (refusal ? [refusal] : []));
const about = (orderId: number) =>
  (['erp', 'wms'] as const).flatMap((system) =>
    requests(demo, system).filter(({ external_id }) => external_id?.startsWith(`DEMO-${orderId}-`)),
  );
/** All that the shop holds of an order and of its worker, beside the worker's comings. */
const heldOf = async (orderId: number) => ({
  subject: await sql(
    demo.served.shop,
    `SELECT rev, foreign_rev, hash, state, epoch, n, checkpoint, timeline FROM {subject} WHERE subject = 'order/${orderId}'`,
  ),
  exceptions: await sql(demo.served.shop, 'SELECT * FROM {exception}'),
  lease: await sql(demo.served.shop, 'SELECT lease_epoch, lease_engine FROM {link}'),
  order: await evalPhp(
    demo.served.shop,
    `global $wpdb;
     $order = wc_get_order( $args['id'] );
     return array( $order->get_status(), $order->get_date_modified()->getTimestamp(), $order->get_meta_data(),
       $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->comments} WHERE comment_post_ID = %d", $args['id'] ) ) );`,
    { id: orderId },
  ),
});

test('a worker that was stopped past its lease and wakes changes nothing; what it had sent is found by read-back', async () => {
  const { shop } = demo.served;
  await fault(demo.backOffice, 'erp', {
    ...{ kind: 'latency', ms: 8000, after_commit: true, method: 'POST', path: '/orders', count: 1 },
  });
  const { orderId } = await buy(shop, basket(1));
  await eventually(() => expect(erpOrders(demo, orderId)).toHaveLength(1));
  stopped = pidOf(demo.worker.configuration);
  process.kill(stopped, 'SIGSTOP');
  const sent = () => about(orderId).filter(({ method }) => method === 'POST');
  expect(sent(), 'stopped with its call out').toMatchObject([{ path: '/orders', status: null }]);

  second = await startSecond(demo.worker);
  const { log } = second;
  await eventually(() => expect(refusals(log)).toEqual(['causeway_lease_held']));
  expect((await panelOrder(shop, orderId)).erp_number).toBeNull();

  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'), TAKEN_OVER_MS);
  // The status is there before the worker has heard that it is.
  await eventually(async () => expect(await panelOrder(shop, orderId)).toMatchObject({ state: 'completed' }));
  await eventually(async () => expect(await sql(shop, 'SELECT id FROM {outbox}')).toEqual([]));
  expect(erpOrders(demo, orderId)).toHaveLength(1);
  expect(releases(demo, orderId)).toHaveLength(1);
  expect(sent().map(({ path }) => path)).toEqual(['/orders', '/releases']);
  const before = { held: await heldOf(orderId), calls: about(orderId).length };
  expect(before.held.lease).toMatchObject([{ lease_epoch: '2' }]);

  process.kill(stopped, 'SIGCONT');
  await eventually(() => expect(refusals(demo.worker.log)).toContain('causeway_lease_held'));
  // Its call came back meanwhile: what follows from it wants to go out, and waits.
  await eventually(async () => expect((await health()).shops.DEMO).toMatchObject({ state: 'taken', leaseLeftMs: 0 }));
  await eventually(async () => expect((await health()).engine.calls).toBeGreaterThan(0));
  expect(await heldOf(orderId)).toEqual(before.held);
  expect(about(orderId)).toHaveLength(before.calls);

  const next = await buy(shop, basket(2));
  await eventually(async () => expect(await statusOf(shop, next.orderId)).toBe('completed'));
  expect([erpOrders(demo, next.orderId).length, releases(demo, next.orderId).length]).toEqual([1, 1]);
  expect(await heldOf(orderId)).toEqual(before.held);
  expect(about(orderId)).toHaveLength(before.calls);
});

interface Health {
  readonly engine: { readonly calls: number };
  readonly shops: { readonly DEMO: { readonly state: string; readonly leaseLeftMs: number } };
}

/** The first worker's. */
async function health(): Promise<Health> {
  return (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as Health;
}
