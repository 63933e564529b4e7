import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../demo/demo.ts';
import { basket, createInPhp } from '../stage/buyer/index.ts';
import { evalPhp, script } from '../stage/eval.ts';
import { erpOrders, releases } from './back-office-stores.ts';
import { type EffectGate, effectGate } from './effect-gate.ts';
import { eventually, stand } from './ground.ts';
import { configure } from './second-shop.ts';
import { panelOrder, sql, statusOf } from './shop-store.ts';

/** Each with an ERP number, a parcel and its completion: three effects that change an order, 201 in all. */
const ORDERS = 67;
const SLOW_MS = 200;
/** An exchange's time for effects, and so how many saves of 200 ms it begins at most. */
const BUDGET_MS = 10_000;
const CHANGES_MAX = BUDGET_MS / SLOW_MS + 1;
const PATIENCE_MS = 400_000;

let demo: Demo;
let gate: EffectGate;
beforeAll(async () => {
  demo = await stand();
  gate = effectGate(demo.served.shop);
  await demo.worker.stop();
  configure(demo, ({ shops: [shop], ...options }) => {
    const orders = { ...(shop?.orders as object), attemptsMax: 3 };
    return { ...options, shops: [{ ...shop, orders }] };
  });
});
afterAll(() => demo?.stop());

test(`${ORDERS * 3} slow effects: the budget holds, the rest comes later, nothing is lost or doubled, and nobody else waits`, async () => {
  const { shop } = demo.served;
  const ids = await placeMany(ORDERS);
  const [bad, ...good] = ids as [number, ...number[]];
  gate.plan({ slow_ms: SLOW_MS, throws: { [bad]: 10_000 } });
  const held = gate.close('before any effect');
  await demo.worker.start();
  await held.until();
  // The ERP has them all before the shop hears of any number; the warehouse waits for that.
  await eventually(() => {
    for (const id of ids) expect(erpOrders(demo, id)).toHaveLength(1);
  }, PATIENCE_MS);
  await eventually(async () => expect(await effectsWaiting()).toBeGreaterThanOrEqual(ORDERS), PATIENCE_MS);
  expect(ids.flatMap((id) => releases(demo, id))).toEqual([]);
  const other = await createInPhp(shop, basket(ORDERS + 1));
  held.open();

  // Asked of the log first: PHP would only make them slower.
  await eventually(() => {
    const done = gate.exchanges().flatMap(({ answers }) => answers.filter(({ kind }) => kind === 'status'));
    expect(done.filter(({ result }) => result === 'applied')).toHaveLength(good.length + 1);
  }, PATIENCE_MS);
  gate.plan({ slow_ms: 0 });
  expect(await statuses(good)).toEqual({ completed: good.length });
  await eventually(async () =>
    expect(await panelOrder(shop, bad)).toMatchObject({ exception_list: [{ cause: 'internal:shop_effect' }] }),
  );
  expect(await statusOf(shop, other.orderId)).toBe('completed');

  const exchanges = gate.exchanges();
  for (const { answers } of exchanges) {
    const saved = answers.filter(({ kind, result }) => kind !== 'mirror' && /^(applied|stale|failed)$/.test(result));
    expect(saved.length).toBeLessThanOrEqual(CHANGES_MAX);
  }
  const answered = exchanges.flatMap(({ answers }) => answers).filter(({ kind }) => kind !== 'mirror');
  expect(answered.filter(({ result }) => result === 'later').length, 'more than the budget takes').toBeGreaterThan(0);
  // The row of the order that came meanwhile was served with the first answers, long before the last.
  const served = exchanges.findIndex(({ rows }) => rows.some(({ subject }) => subject === `order/${other.orderId}`));
  const last = exchanges.findLastIndex(({ answers }) =>
    answers.some(({ subject, result }) => result === 'applied' && good.some((id) => subject === `order/${id}`)),
  );
  expect(served).toBeGreaterThanOrEqual(0);
  expect(served).toBeLessThan(last - 1);

  for (const id of good) {
    const applied = answered.filter(({ subject, result }) => subject === `order/${id}` && result === 'applied');
    expect(applied.map(({ kind }) => kind).sort()).toEqual(['erp_number', 'shipment', 'status']);
    expect(applied.at(-1)?.kind, 'after the parcel, which its e-mail shows').toBe('status');
    expect(erpOrders(demo, id)).toHaveLength(1);
    expect(releases(demo, id)).toHaveLength(1);
  }
  const kept = await inTheShop(good);
  expect(kept.map(({ parcels, notes }) => ({ parcels, notes }))).toEqual(good.map(() => ({ parcels: 1, notes: 1 })));
  expect(kept.map(({ number }) => number)).toEqual(good.map((id) => erpOrders(demo, id)[0]?.number));
  if (shop.store.kind === 'woocommerce') expect(completedMails()).toBe(good.length + 1);
  await eventually(async () => expect(await sql(shop, 'SELECT subject FROM {outbox}')).toEqual([]));
});

async function effectsWaiting(): Promise<number> {
  const health = (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as { engine: { effects: number } };
  return health.engine.effects;
}

/** Orders of as many customers, in one PHP process. Returns their ids. */
function placeMany(count: number): Promise<number[]> {
  const orders = Array.from({ length: count }, (_, index) => ({ ...basket(index + 1), status: 'processing' }));
  return evalPhp(
    demo.served.shop,
    `$place = static function ( array $args ): int { ${script('order').replace(/return array\([\s\S]*\);\s*$/, 'return $order->get_id();')} };
     return array_map( $place, $args );`,
    orders,
  );
}

function statuses(ids: readonly number[]): Promise<Record<string, number>> {
  return evalPhp(
    demo.served.shop,
    'return array_count_values( array_map( static fn( $id ) => wc_get_order( $id )->get_status(), $args["ids"] ) );',
    { ids },
  );
}

interface Kept {
  readonly number: string;
  readonly parcels: number;
  readonly notes: number;
}

/** What WooCommerce's own store holds of what the effects did. */
function inTheShop(ids: readonly number[]): Promise<Kept[]> {
  return evalPhp(
    demo.served.shop,
    `global $wpdb;
     return array_map( static function ( $id ) use ( $wpdb ) {
       $order = wc_get_order( $id );
       return array( 'number' => $order->get_meta( '_causeway_erp_number' ),
         'parcels' => count( (array) $order->get_meta( '_wc_shipment_tracking_items' ) ),
         'notes' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->comments} WHERE comment_post_ID = {$id} AND comment_author = 'Causeway'" ) );
     }, $args['ids'] );`,
    { ids },
  );
}

function completedMails(): number {
  const { mailLog } = demo.served.shop;
  const lines = existsSync(mailLog) ? readFileSync(mailLog, 'utf8').split('\n').filter(Boolean) : [];
  const mails = lines.map((line) => JSON.parse(line) as { to: string; subject: string });
  return mails.filter(({ to, subject }) => to.endsWith('@example.test') && /complete/i.test(subject)).length;
}
