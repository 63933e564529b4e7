import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault, heal } from '../demo/back-office-control.ts';
import { adminRoute } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp, type Purchase } from '../stage/buyer/index.ts';
import { erpOrders, externalIds, releases, requests } from './back-office-stores.ts';
import { logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { type Backup, backUp } from './shop-copies.ts';
import { doorbellOf, panelOrder, sql, statusOf } from './shop-store.ts';

let demo: Demo;
/** The night's backup: an order that is completed, and one whose release the warehouse has not taken yet. */
let night: Backup;
let done: Purchase;
let underWay: Purchase;
/** Placed since; `unpaid` never left the shop, `stuck` never reached the warehouse. */
let first: Purchase;
let second: Purchase;
let unpaid: Purchase;
let third: Purchase;
let stuck: Purchase;
let number = 0;

beforeAll(async () => {
  demo = await stand();
  done = await place();
  await completes(done);
  await fault(demo.backOffice, 'wms', NO_MORE_RELEASES);
  underWay = await place();
  await eventually(async () => expect(await shownErpNumber(underWay)).not.toBeNull());
  night = await backUp(demo.served, 'night');
  await heal(demo.backOffice);
  await ring();
  await completes(underWay);
});
afterAll(() => demo?.stop());

/** The warehouse answers "too many requests": the call is made again every second, and costs no attempt. */
const NO_MORE_RELEASES = { kind: 'rate_limit', method: 'POST', path: '/releases', retry_after_s: 1 };
const RESTORED = 'conflict:shop_restored';
const LOST = 'conflict:lost_in_restore';

function place(): Promise<Purchase> {
  number += 1;
  return buy(demo.served.shop, basket(number));
}

async function completes({ orderId }: Purchase): Promise<void> {
  await eventually(async () => expect(await statusOf(demo.served.shop, orderId)).toBe('completed'), 120_000);
}

const ring = async () => fetch(await doorbellOf(demo.served.shop), { method: 'POST' });
const shownErpNumber = async ({ orderId }: Purchase) => (await panelOrder(demo.served.shop, orderId)).erp_number;

interface Status {
  readonly rewound: { readonly at: number; readonly remembered: number } | null;
  readonly backlog: { readonly rows: number };
  readonly exceptions_open: number;
  readonly shop: { readonly incarnation: number };
}

const status = (): Promise<Status> => adminRoute(demo.served.shop, 'GET', '/causeway/v1/status', {});
const choose = (choice: 'continue' | 'wait') =>
  adminRoute(demo.served.shop, 'POST', '/causeway/v1/restore', { choice, reason: 'The disk died.' });

interface Exception {
  readonly cause: string;
  readonly severity: string;
  readonly owner: string;
  readonly status: string;
  readonly closed_by: string;
  readonly next_step: string;
  readonly subject_list: readonly { readonly subject: string; readonly order_id: number; readonly detail: string }[];
}

const exception = (cause: string): Promise<Exception> =>
  adminRoute(demo.served.shop, 'GET', `/causeway/v1/exceptions/${cause}`, {});
const open = async (): Promise<string[]> => {
  const rows = await sql<{ cause: string }>(
    demo.served.shop,
    "SELECT cause FROM {exception} WHERE status IN ('open', 'acknowledged')",
  );
  return rows.map(({ cause }) => cause);
};

/** Requests about single documents: what a worker that catches up by polling does not make. */
const calls = () =>
  [...requests(demo, 'erp'), ...requests(demo, 'wms')].filter(({ external_id }) => external_id !== null);

interface Health {
  readonly engine: { readonly calls: number };
  readonly shops: { readonly DEMO: { readonly leaseLeftMs: number; readonly problem: string | null } };
}

async function health(): Promise<Health> {
  return (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as Health;
}

async function refusedExchanges(): Promise<number> {
  const metrics = await (await fetch(`${demo.worker.intakeUrl}/metrics`)).text();
  return Number(/causeway_exchange_seconds_count\{.*outcome="causeway_rewound".*\} (\d+)/.exec(metrics)?.[1] ?? 0);
}

/** The worker comes again and again, and is refused each time. */
async function isRefused(times: number): Promise<void> {
  const before = await refusedExchanges();
  for (let time = 1; time <= times; time += 1) {
    await ring();
    await eventually(async () => expect(await refusedExchanges()).toBeGreaterThanOrEqual(before + time));
  }
}

test('the wrong database was put back, then the right one: the shop goes on by itself', async () => {
  [first, second] = [await place(), await place()];
  unpaid = await createInPhp(demo.served.shop, basket(90), 'pending');
  await Promise.all([completes(first), completes(second)]);
  await eventually(async () => expect(await status()).toMatchObject({ backlog: { rows: 0 } }));
  const latest = await backUp(demo.served, 'latest');

  await night.putBack();
  await ring();
  await eventually(async () => expect((await status()).rewound).not.toBeNull());
  await choose('wait');
  expect(await exception(RESTORED)).toMatchObject({ status: 'acknowledged' });
  await isRefused(2);

  await latest.putBack();
  await ring();
  third = await place();
  await completes(third);
  expect(await status()).toMatchObject({ rewound: null, shop: { incarnation: 1 }, exceptions_open: 0 });
  expect(externalIds(demo, 'erp')).toHaveLength(5);
});

test('a restored shop is recognised; every call is held, and one exception names the choices', async () => {
  await fault(demo.backOffice, 'wms', NO_MORE_RELEASES);
  stuck = await place();
  await eventually(() => expect(releaseTries(stuck)).toBeGreaterThan(1));

  await night.putBack();
  await ring();
  await eventually(async () => expect((await health()).shops.DEMO.problem).toContain('restored from a backup'));
  const before = calls().length;
  const tries = releaseTries(stuck);
  await heal(demo.backOffice);
  await isRefused(4);
  expect((await health()).engine.calls, 'the release still wants to go').toBeGreaterThan(0);
  expect((await health()).shops.DEMO.leaseLeftMs).toBe(0);
  expect([calls().length, releaseTries(stuck)], 'and does not').toEqual([before, tries]);
  expect(
    logOf(demo.worker.log).filter(({ refusal }) => refusal === 'causeway_rewound'),
    'said once each time',
  ).toHaveLength(2);

  expect((await status()).rewound).toMatchObject({ remembered: expect.any(Number) });
  expect(await open()).toEqual([RESTORED]);
  const told = await exception(RESTORED);
  expect(told).toMatchObject({ severity: 'critical', owner: 'it' });
  expect(told.next_step).toContain('Go on with this shop as it is now');
  expect(told.next_step).toContain('The right database will be put back');
});

test('after the choice everything flows: a number that was given again is another order, and lost ones are shown', async () => {
  const reused = await place();
  expect(reused.orderId, 'the database counts on from the night').toBe(first.orderId);
  expect(reused.orderKey).not.toBe(first.orderKey);
  await choose('continue');
  await ring();

  await completes(reused);
  expect(new Set(ofOrder(reused)).size, 'an ERP order of its own beside the one from before').toBe(2);
  expect(releases(demo, reused.orderId)).toHaveLength(2);
  for (const order of [done, underWay]) {
    await completes(order);
    const documents = [erpOrders(demo, order.orderId), releases(demo, order.orderId)];
    expect(
      documents.map(({ length }) => length),
      'no double',
    ).toEqual([1, 1]);
  }
  await eventually(async () =>
    expect((await panelOrder(demo.served.shop, second.orderId)).state).toBe('lost_in_restore'),
  );

  const again = await place();
  expect(again.orderId, 'also a number whose order is known to be lost').toBe(second.orderId);
  await completes(again);
  expect(new Set(ofOrder(again)).size).toBe(2);
  expect(await status()).toMatchObject({ rewound: null, shop: { incarnation: 2 } });
  expect(await exception(RESTORED)).toMatchObject({ status: 'resolved', closed_by: 'admin' });
});

test('what the restore took is said with its ERP number, is sent nowhere, and goes when a person resolves it', async () => {
  const { shop } = demo.served;
  const [lastBefore] = erpOrders(demo, stuck.orderId);
  const lost = [first, second, third, stuck].map(({ orderId }) => orderId);
  await eventually(async () => {
    const { subject_list } = await exception(LOST);
    expect(subject_list.map(({ order_id }) => order_id).toSorted((a, b) => a - b)).toEqual(lost);
  });
  for (const { order_id, detail } of (await exception(LOST)).subject_list) {
    expect(detail).toContain(erpOrders(demo, order_id)[0]?.number);
  }
  expect(await open()).toEqual([LOST]);
  expect(releases(demo, stuck.orderId), 'what had not gone to the warehouse never does').toEqual([]);
  expect(lastBefore?.status, 'and nothing is cancelled by itself').not.toBe('cancelled');
  await expect(panelOrder(shop, unpaid.orderId), 'nothing of it was anywhere').rejects.toThrow('404');
  expect(externalIds(demo, 'erp')).toHaveLength(8);
  expect(externalIds(demo, 'wms')).toHaveLength(7);

  await adminRoute(shop, 'POST', '/causeway/v1/commands', {
    command: 'resolve',
    subject: `order/${stuck.orderId}`,
    cause: LOST,
    reason: 'Cancelled in the ERP.',
  });
  await ring();
  await eventually(async () =>
    expect((await exception(LOST)).subject_list.map(({ order_id }) => order_id)).not.toContain(stuck.orderId),
  );
});

const releaseTries = ({ orderId }: Purchase) =>
  requests(demo, 'wms').filter(
    ({ method, external_id }) => method === 'POST' && external_id?.startsWith(`DEMO-${orderId}-`),
  ).length;

const ofOrder = ({ orderId }: Purchase) => externalIds(demo, 'erp').filter((id) => id.startsWith(`DEMO-${orderId}-`));
