import type { BackOffice } from './back-office.ts';
import type { Placed } from './buyer-log.ts';
import { type Finding, strangers, surplus } from './count.ts';
import { externalIdOf } from './external-id.ts';
import type { ShopOrder } from './shop/orders.ts';
import { judge } from './verdict.ts';

export interface Committed {
  readonly store: string;
  readonly shopCode: string;
  readonly placed: readonly Placed[];
  readonly shopOrders: readonly ShopOrder[];
  /** Orders that an open exception names. */
  readonly excepted: ReadonlySet<number>;
  readonly backOffice: BackOffice;
  /** Documents beyond the first of each external id, cancelled ones too. */
  readonly doubles: number;
}

/** Every order that the shop committed to, by where it ended. */
export interface Fates {
  /** Not cancelled. */
  readonly orders: number;
  /** Of them: those with a live ERP order. */
  readonly erp_orders: number;
  /** Documents beyond the first of each external id, whether or not they were cancelled since. */
  readonly duplicates: number;
  /** Not in the ERP, or gone from the shop, and no exception says so; and documents that no order accounts for. */
  readonly lost: number;
  /** On the way, and no exception says why it doesn't go on. */
  readonly stuck: number;
  /** Orders that ended as an exception. */
  readonly exceptions: number;
  readonly cancelled: number;
  /** Of the duplicates: those that were found and cancelled since. */
  readonly undone: number;
  readonly store: string;
}

export interface Ends {
  readonly fates: Fates;
  readonly findings: readonly Finding[];
}

type End = 'done' | 'exception' | 'lost' | 'stuck';

/** Where each order ended that a buyer knows of, or that the shop holds as sold. An order that nobody paid is none. */
export function endsOf(committed: Committed): Ends {
  const { store, shopCode, placed, shopOrders, excepted, backOffice, doubles } = committed;
  const sold = shopOrders.filter(({ status }) => !NOT_SOLD.includes(status));
  const known = new Set(sold.map(({ id, key }) => `${id} ${key}`));
  const gone = placed.filter(({ order_id, order_key }) => !known.has(`${order_id} ${order_key}`));
  const findings: Finding[] = gone.map(({ order_id, order_key }) => ({
    order: String(order_id),
    externalId: externalIdOf(shopCode, order_id, order_key),
    what: 'lost: the shop has no such order, or not as sold',
  }));
  const foreign = strangers(shopCode, placed, shopOrders, backOffice);
  findings.push(...foreign);
  const tally: Record<End, number> = { done: 0, exception: 0, lost: gone.length + foreign.length, stuck: 0 };
  for (const order of sold) {
    const externalId = externalIdOf(shopCode, order.id, order.key);
    const { end, what } = endOf(order, externalId, excepted.has(order.id), backOffice);
    tally[end] += 1;
    if (end !== 'done') findings.push({ order: String(order.id), externalId, what: `${end}: ${what}` });
  }
  const live = sold.filter(({ status }) => status !== CANCELLED);
  const inErp = live.filter(({ id, key }) => backOffice.orders.has(externalIdOf(shopCode, id, key)));
  const alive = surplus(backOffice.orders) + surplus(backOffice.releases);
  const fates: Fates = {
    orders: live.length,
    erp_orders: inErp.length,
    duplicates: doubles,
    lost: tally.lost,
    stuck: tally.stuck,
    exceptions: tally.exception,
    cancelled: sold.length - live.length,
    undone: doubles - alive,
    store,
  };
  return { fates, findings };
}

/** Whether every order is at its end, once. */
export function isSettled({ duplicates, lost, stuck }: Fates): boolean {
  return duplicates + lost + stuck === 0;
}

const CANCELLED = 'wc-cancelled';
/** Checkouts that were broken off leave orders that nobody paid. */
const NOT_SOLD = ['wc-pending', 'wc-failed', 'trash'];

function endOf(order: ShopOrder, externalId: string, excepted: boolean, { orders, releases }: BackOffice) {
  const traces = {
    placed: { order_id: order.id, order_key: order.key, responded_at_ms: 1 },
    externalId,
    shopOrder: order,
    erpOrders: orders.get(externalId) ?? [],
    releases: releases.get(externalId) ?? [],
  };
  const { erpOrders } = traces;
  if (order.status === CANCELLED) {
    const left = [...erpOrders, ...traces.releases].map(({ name }) => name).join(', ');
    const what = `cancelled in the shop, but not ${left}`;
    if (left === '') return { end: 'done' as End, what: '' };
    return { end: (excepted ? 'exception' : 'stuck') as End, what };
  }
  const { accepted, released, shipped, completed, findings } = judge(traces);
  const what = findings.join('; ');
  if (accepted && released && shipped && completed && findings.length === 0) return { end: 'done' as End, what };
  if (excepted) return { end: 'exception' as End, what };
  return { end: (erpOrders.length === 0 ? 'lost' : 'stuck') as End, what };
}
