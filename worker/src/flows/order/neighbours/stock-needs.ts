import { type OrderStockNeed, Sku } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { outstanding } from '../goods/due.ts';
import { shipmentsOf } from '../goods/releases.ts';
import type { Verdict } from '../holds.ts';
import type { OrderState } from '../state.ts';

export type StockNeed = Omit<OrderStockNeed, 'rev' | 'incarnation' | 'settled'>;

/**
 * How many units of each SKU the shop's stock is lower for this order, and since when ERP and warehouse know of them. Only
 * SKUs that it is (or was) lower for.
 */
export function stockNeeds(state: OrderState, { intent }: Pick<Verdict, 'intent'>): StockNeed[] {
  // Begun from a checkpoint, and the shop's order not read yet.
  if (state.shop.order === null && !state.shop.deleted && state.final !== 'lost_in_restore') return [];
  const reduced = isUnwanted(state, intent) ? new Map<string, bigint>() : reductions(state);
  const skus = new Set([...Object.keys(state.neighbours.skus), ...reduced.keys()]);
  const times = {
    allocatedAt: instant(state.heldSince.allocated),
    releasedAt: instant(state.heldSince.released),
  };
  const left = departures(state, [...skus]);
  const final = state.final !== null;
  return [...skus].map((sku) => ({
    about: 'stock_need',
    order: state.subject,
    sku,
    reduced: fromScaled(reduced.get(sku) ?? 0n),
    ...times,
    shippedAt: left.get(sku) ?? null,
    final,
  }));
}

/**
 * Nobody holds its units back, or wants them: they count as given back. Where WooCommerce did not (a refund that restocks
 * nothing, an order that was deleted), reconciliation finds the difference. From the trash an order may come back.
 */
function isUnwanted({ final, shop }: OrderState, intent: Verdict['intent']): boolean {
  return final === 'cancelled' && intent === 'cancel' && (shop.deleted || shop.status !== 'trash');
}

/** By how many units WooCommerce has lowered each SKU's stock for this order. */
function reductions({ shop, final }: OrderState): Map<string, bigint> {
  const reduced = new Map<string, bigint>();
  // A restore that took the order from the shop took what it had lowered with it.
  if (shop.order === null || final === 'lost_in_restore') return reduced;
  for (const { stock = null } of shop.order.items) {
    // What is sold without a SKU no other system can know.
    if (stock === null || !Sku.safeParse(stock.sku).success || scaled(stock.reduced) === 0n) continue;
    reduced.set(stock.sku, (reduced.get(stock.sku) ?? 0n) + scaled(stock.reduced));
  }
  return reduced;
}

/**
 * When the last unit of each SKU left, by the warehouse's clock; not of those of which units are still to leave. Of a completed
 * order no more will: also what an engine before this one saw leave, or was refunded before it left, waits for no word of the ERP.
 */
function departures(state: OrderState, skus: readonly string[]): Map<string, string> {
  const parcels = shipmentsOf(state);
  const waiting = new Set(parcels.length === 0 ? [] : outstanding(state).map(({ item }) => item.stock?.sku));
  const skuOf = new Map(state.shop.order?.items.map(({ id, stock = null }) => [String(id), stock?.sku]));
  const left = new Map<string, string>();
  for (const { shippedAt, lines } of parcels) {
    for (const { lineId } of lines) {
      const sku = skuOf.get(lineId);
      if (sku !== undefined && !waiting.has(sku) && shippedAt > (left.get(sku) ?? '')) left.set(sku, shippedAt);
    }
  }
  const end = state.final === 'completed' ? instant(state.heldSince.shipped) : null;
  for (const sku of skus) if (end !== null && !left.has(sku) && !waiting.has(sku)) left.set(sku, end);
  return left;
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
