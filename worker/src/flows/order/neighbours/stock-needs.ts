import { type OrderStockNeed, Sku } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { isLive } from '../lane/finding.ts';
import type { OrderState } from '../state.ts';

export type StockNeed = Omit<OrderStockNeed, 'rev' | 'incarnation'>;

/**
 * How many units of each SKU the shop's stock is lower for this order, and since when the ERP has them allocated. Only SKUs
 * that it is (or was) lower for.
 */
export function stockNeeds(state: OrderState): StockNeed[] {
  // Begun from a checkpoint, and the shop's order not read yet.
  if (state.shop.order === null && state.final !== 'lost_in_restore') return [];
  const reduced = new Map<string, bigint>(state.neighbours.skus.map((sku) => [sku, 0n]));
  for (const { sku, units } of reductions(state)) reduced.set(sku, (reduced.get(sku) ?? 0n) + units);
  const allocatedAt = allocationRead(state);
  return [...reduced].map(([sku, units]) => ({
    about: 'stock_need',
    order: state.subject,
    sku,
    reduced: fromScaled(units),
    allocatedAt,
    final: state.final !== null,
  }));
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
  if (!accepted || !isLive(erp.doc) || erp.doc?.allocation !== 'full' || reached.allocated === undefined) return null;
  return new Date(reached.allocated).toISOString();
}
