import { type OrderStockNeed, Sku } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { outstanding } from '../goods/due.ts';
import { isLive } from '../lane/live.ts';
import type { OrderState } from '../state.ts';

export type StockNeed = Omit<OrderStockNeed, 'rev' | 'incarnation' | 'settled'>;

/**
 * How many units of each SKU the shop's stock is lower for this order, and since when ERP and warehouse know of them. Only
 * SKUs that it is (or was) lower for.
 */
export function stockNeeds(state: OrderState): StockNeed[] {
  // Begun from a checkpoint, and the shop's order not read yet.
  if (state.shop.order === null && state.final !== 'lost_in_restore') return [];
  const skus = new Set([...Object.keys(state.neighbours.skus), ...reductions(state).map(({ sku }) => sku)]);
  const allocatedAt = allocationRead(state);
  const releasedAt = isLive(state.wms.doc) ? instant(state.reached.released) : null;
  return [...skus].map((sku) => ({
    about: 'stock_need',
    order: state.subject,
    sku,
    reduced: reducedUnits(state, sku),
    allocatedAt,
    releasedAt,
    shippedAt: leftAt(state, sku),
    final: state.final !== null,
  }));
}

/** By how many units WooCommerce has lowered a SKU's stock for this order. */
export function reducedUnits(state: OrderState, of: string): string {
  return fromScaled(reductions(state).reduce((sum, { sku, units }) => (sku === of ? sum + units : sum), 0n));
}

function reductions({ shop, final }: OrderState): { sku: string; units: bigint }[] {
  // A restore that took the order from the shop took what it had lowered with it.
  if (shop.order === null || final === 'lost_in_restore') return [];
  return shop.order.items.flatMap(({ stock = null }) => {
    const units = stock === null ? 0n : scaled(stock.reduced);
    // What is sold without a SKU no other system can know.
    return stock === null || units === 0n || !Sku.safeParse(stock.sku).success ? [] : [{ sku: stock.sku, units }];
  });
}

/** When it was read that the ERP holds all of the order's units for it. */
function allocationRead({ accepted, erp, reached }: OrderState): string | null {
  if (!accepted || !isLive(erp.doc) || erp.doc?.allocation !== 'full') return null;
  return instant(reached.allocated);
}

/** When the last unit of a SKU left, by the warehouse's clock; null: not all of them have. */
function leftAt(state: OrderState, of: string): string | null {
  const lines = (state.shop.order?.items ?? [])
    .filter(({ stock = null }) => stock?.sku === of)
    .map(({ id }) => String(id));
  if (outstanding(state).some(({ item }) => lines.includes(String(item.id)))) return null;
  const parcels = state.wms.doc?.shipments.filter((parcel) =>
    parcel.lines.some(({ lineId }) => lines.includes(lineId)),
  );
  return (
    parcels
      ?.map(({ shippedAt }) => shippedAt)
      .sort()
      .at(-1) ?? null
  );
}

const instant = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
