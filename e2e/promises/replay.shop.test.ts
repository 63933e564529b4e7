import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrdersReport } from '../../worker/src/reconcile/orders/report.ts';
import { type RunRecord, RunRecords } from '../../worker/src/replay/run-record.ts';
import { fault, heal, stock } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import { all } from '../suite/longer.ts';
import { erpOrders, externalIds, releases, requests } from './back-office-stores.ts';
import { causeway } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { change, panelOrder, sql } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

const ask = (...args: string[]) => causeway([...args, '--config', demo.worker.configuration]);

/** A run to its end. */
async function done(...args: string[]): Promise<RunRecord> {
  const { code, stdout } = await ask(...args, '--yes', '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as RunRecord;
}

const ends = ({ tally }: RunRecord) =>
  Object.fromEntries(Object.entries(tally).map(([words, { orders }]) => [words, orders]));

const isIn = (order: number, state: string) =>
  eventually(async () => expect((await panelOrder(demo.served.shop, order)).state).toBe(state));

/** Requests that may have changed something. */
const acts = () =>
  (['erp', 'wms'] as const)
    .flatMap((system) => requests(demo, system))
    .filter(({ method, path }) => method !== 'GET' && !path.includes('token'));

/** The ERP was restored from a backup without it. */
function loseAtErp(order: number): void {
  const store = new DatabaseSync(join(demo.sandboxFolder, 'erp.sqlite'), {
    timeout: 10_000,
    enableForeignKeyConstraints: false,
  });
  store.prepare('DELETE FROM sales_order WHERE external_id LIKE ?').run(`DEMO-${order}-%`);
  store.close();
}

const orders = { shipped: 0, held: 0, short: 0, cancelled: 0, old: 0 };

test('promise 9: a dry run writes nothing, and a run over orders at every point of the road sends nothing', async () => {
  const { shop } = demo.served;
  await stock(demo.backOffice, 'SKU-020', 1);
  orders.shipped = (await buy(shop, basket(1))).orderId;
  orders.held = (await createInPhp(shop, { ...basket(2), payment: 'barter' })).orderId;
  orders.cancelled = (await createInPhp(shop, { ...basket(4), payment: 'barter' })).orderId;
  await change(shop, orders.cancelled, `$order->update_status( 'cancelled' );`);
  orders.short = (await createInPhp(shop, { ...basket(3), lines: [{ sku: 'SKU-020', quantity: 2 }] })).orderId;
  await isIn(orders.shipped, 'completed');
  await isIn(orders.held, 'held');
  await isIn(orders.cancelled, 'cancelled');
  await isIn(orders.short, 'waiting_for_stock');
  const before = acts().length;

  const dry = await ask('replay', '--from', '2020-01-01');
  expect([dry.code, dry.stdout.split('\n')[0]]).toEqual([0, 'Nothing was done. Of 4 orders:']);
  const run = await done('replay', '--from', '2020-01-01');
  expect(ends(run)).toEqual({
    'nothing was missing': [orders.shipped, orders.cancelled, orders.short].map(String),
    'for a person: Payment method "barter" is not mapped': [String(orders.held)],
  });
  expect(acts().length).toBe(before);
  expect([erpOrders(demo, orders.shipped).length, releases(demo, orders.shipped).length]).toEqual([1, 1]);
  await isIn(orders.shipped, 'completed');
});

test('promise 9: what the ERP lost is sent again under the same external id, once', async () => {
  const [{ external_id } = { external_id: null }] = requests(demo, 'erp').filter(({ external_id }) =>
    external_id?.includes(`-${orders.short}-`),
  );
  loseAtErp(orders.short);
  const dry = await ask('replay', String(orders.short));
  expect(dry.stdout).toContain(`1  would be sent to the ERP: ${orders.short}`);
  expect(erpOrders(demo, orders.short)).toEqual([]);
  expect(ends(await done('replay', String(orders.short)))).toEqual({ 'sent: ERP order': [String(orders.short)] });
  expect(ends(await done('replay', String(orders.short)))).toEqual({ 'nothing was missing': [String(orders.short)] });
  expect(externalIds(demo, 'erp').filter((id) => id === external_id)).toHaveLength(1);
});

test('an order from before go-live is sent by a backfill, once', async () => {
  const { shop } = demo.served;
  orders.old = (await createInPhp(shop, { ...basket(5), payment: 'barter' })).orderId;
  await change(
    shop,
    orders.old,
    `$order->set_date_created( time() - DAY_IN_SECONDS ); $order->set_payment_method( 'cod' ); $order->save();`,
  );
  const dry = await ask('backfill', '--from', '2020-01-01', '--to', new Date().toISOString().slice(0, 10));
  expect(dry.stdout).toContain(`1  would be sent to the ERP: ${orders.old}`);
  expect(erpOrders(demo, orders.old)).toEqual([]);
  expect(Object.keys((await done('backfill', String(orders.old))).tally)).toEqual([
    expect.stringMatching(/^sent: ERP order/),
  ]);
  await isIn(orders.old, 'completed');
  expect(Object.keys((await done('backfill', String(orders.old))).tally)).toEqual(['left out: completed already']);
  expect([erpOrders(demo, orders.old).length, releases(demo, orders.old).length]).toEqual([1, 1]);
});

/** Somebody changes the document in the ERP by hand. Returns the total that it had, in minor units. */
function setTotalAtErp(order: number, totalMinor: number): number {
  const store = new DatabaseSync(join(demo.sandboxFolder, 'erp.sqlite'), { timeout: 10_000 });
  const of = `DEMO-${order}-%`;
  const kept = store.prepare(
    "SELECT json_extract(body, '$.total_minor') AS total FROM sales_order WHERE external_id LIKE ?",
  );
  const before = kept.get(of)?.total as number;
  const change = "UPDATE sales_order SET body = json_set(body, '$.total_minor', ?) WHERE external_id LIKE ?";
  expect(store.prepare(change).run(totalMinor, of).changes).toBe(1);
  store.close();
  return before;
}

test('reconciliation finds what was planted and nothing else, tells the order, and closes it once it is put right', async () => {
  const reconcile = async () => {
    const to = new Date().toISOString();
    const { code, stdout } = await ask('reconcile', 'orders', '--from', '2020-01-01', '--to', to, '--json');
    return { code, report: JSON.parse(stdout) as OrdersReport };
  };
  expect(await reconcile()).toMatchObject({ code: 0, report: { counts: { vary: 0, unread: 0 }, orders: [] } });
  const before = setTotalAtErp(orders.shipped, 1);
  const { code, report } = await reconcile();
  expect([code, report.kinds]).toEqual([1, { total: 1 }]);
  expect(report.orders).toMatchObject([{ subject: `order/${orders.shipped}`, variances: [{ owner: 'finance' }] }]);
  const subject = `order/${orders.shipped}`;
  const causes = () =>
    sql<{ cause: string }>(demo.served.shop, `SELECT cause FROM {exception_subject} WHERE subject = '${subject}'`);
  await eventually(async () => expect(await causes()).toEqual([{ cause: 'total_mismatch:variance:total' }]));
  setTotalAtErp(orders.shipped, before);
  expect(await reconcile()).toMatchObject({ code: 0, report: { orders: [] } });
  await eventually(async () => expect(await causes()).toEqual([]));
});

// What Runs does in a second worker is tested beside it; with real processes it takes half a minute.
if (all)
  test('a run outlives its worker, and goes on with the next', async () => {
    await fault(demo.backOffice, 'erp', { kind: 'error', status: 503, method: 'GET', path: '/orders' });
    const following = ask('replay', String(orders.shipped), String(orders.short), '--yes');
    const newest = () => new RunRecords(join(demo.worker.folder, 'state')).all().at(-1);
    const { id } = await eventually(() => {
      const record = newest();
      if (record?.state !== 'running') throw new Error('no run goes on');
      return record;
    });
    const other = await ask('replay', String(orders.held), '--yes');
    expect([other.code, other.stderr]).toEqual([
      1,
      expect.stringContaining(`is under way, run ${id}: --resume ${id} shows it`),
    ]);
    await demo.worker.kill();
    expect((await following).code).toBe(1);
    await heal(demo.backOffice);
    await demo.worker.start();
    await eventually(() => expect(newest()).toMatchObject({ id, state: 'ended' }));
    expect(ends(newest() as RunRecord)).toEqual({ 'nothing was missing': [orders.shipped, orders.short].map(String) });
    expect((await ask('replay', '--resume', id)).stdout).toContain(`replay ${id} of DEMO, 2 orders, done`);
  });
