import type { BackOffice } from './back-office.ts';
import type { Placed } from './buyer-log.ts';
import { externalIdOf, ofOrder } from './external-id.ts';
import { percentile } from './percentile.ts';
import type { ShopOrder } from './shop/orders.ts';
import { judge } from './verdict.ts';

export interface Stores {
  readonly store: string;
  readonly shopCode: string;
  readonly placed: readonly Placed[];
  readonly shopOrders: readonly ShopOrder[];
  readonly exceptions: number;
  readonly backOffice: BackOffice;
}

/** The figures, in the order in which they are printed. */
export interface Count {
  readonly store: string;
  readonly orders: number;
  readonly accepted: number;
  readonly released: number;
  readonly shipped: number;
  readonly completed: number;
  readonly exceptions: number;
  readonly erp_duplicates: number;
  readonly order_to_erp_ms: { readonly p50: number | null; readonly p99: number | null };
}

export interface Finding {
  /** The shop's order id, or `-` for a document that belongs to none. */
  readonly order: string;
  readonly externalId: string;
  readonly what: string;
}

export interface Result {
  readonly count: Count;
  readonly findings: readonly Finding[];
  /** Told, not wrong. */
  readonly remarks: readonly string[];
}

/** Matches what the buyer placed with what the stores hold, and counts. */
export function count({ store, shopCode, placed, shopOrders, exceptions, backOffice }: Stores): Result {
  const byId = new Map(shopOrders.map((order) => [order.id, order]));
  const findings: Finding[] = [];
  const tally = { accepted: 0, released: 0, shipped: 0, completed: 0 };
  const waits: number[] = [];
  for (const order of placed) {
    const externalId = externalIdOf(shopCode, order.order_id, order.order_key);
    const erpOrders = backOffice.orders.get(externalId) ?? [];
    const releases = backOffice.releases.get(externalId) ?? [];
    const verdict = judge({ placed: order, externalId, shopOrder: byId.get(order.order_id), erpOrders, releases });
    for (const stage of ['accepted', 'released', 'shipped', 'completed'] as const)
      tally[stage] += verdict[stage] ? 1 : 0;
    findings.push(...verdict.findings.map((what) => ({ order: String(order.order_id), externalId, what })));
    const askedAtMs = backOffice.firstAskedAtMs.get(externalId);
    if (askedAtMs !== undefined) waits.push(askedAtMs - order.responded_at_ms);
  }
  findings.push(...strangers(shopCode, placed, shopOrders, backOffice));
  const order_to_erp_ms = { p50: rounded(percentile(waits, 0.5)), p99: rounded(percentile(waits, 0.99)) };
  const erp_duplicates = surplus(backOffice.orders) + surplus(backOffice.releases);
  return {
    count: { store, orders: placed.length, ...tally, exceptions, erp_duplicates, order_to_erp_ms },
    findings,
    remarks: notPlaced(placed, shopOrders),
  };
}

/** Whether every order is through and nothing at all is wrong. */
export function isWhole({ count, findings }: Result): boolean {
  const { orders, accepted, released, shipped, completed, exceptions, erp_duplicates } = count;
  const through = [accepted, released, shipped, completed].every((figure) => figure === orders);
  return through && exceptions === 0 && erp_duplicates === 0 && findings.length === 0;
}

/** Documents beyond the first of each external id. */
export function surplus(documents: ReadonlyMap<string, readonly unknown[]>): number {
  return [...documents.values()].reduce((sum, list) => sum + list.length - 1, 0);
}

/** Documents that no order of the shop accounts for. */
export function strangers(
  shopCode: string,
  placed: readonly Placed[],
  shopOrders: readonly ShopOrder[],
  { orders, releases }: BackOffice,
): Finding[] {
  const known = new Set([
    ...placed.map(({ order_id, order_key }) => externalIdOf(shopCode, order_id, order_key)),
    ...shopOrders.map(({ id, key }) => externalIdOf(shopCode, id, key)),
  ]);
  const documents = [...orders.values(), ...releases.values()].flat();
  const unknown = documents.filter(({ externalId }) => !known.has(ofOrder(externalId)));
  return unknown.map(({ name, externalId }) => ({
    order: '-',
    externalId,
    what: `${name} belongs to no order of the shop`,
  }));
}

function notPlaced(placed: readonly Placed[], shopOrders: readonly ShopOrder[]): string[] {
  const ids = new Set(placed.map(({ order_id }) => order_id));
  const others = shopOrders.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
  return others.length === 0
    ? []
    : [
        `${others.length} orders in the shop are not in the buyer's log and not counted: ${others.slice(0, 20).join(', ')}`,
      ];
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
