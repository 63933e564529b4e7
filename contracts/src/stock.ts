import * as z from 'zod';
import { Checkpoint } from './checkpoint.ts';
import { Decimal, Instant, SubjectKey } from './primitives.ts';

/** A SKU as the shop writes it. */
export const Sku = z.string().min(1).max(100);

/**
 * What a shop is told of one SKU's stock, applied as a difference: `(base − base′) + (counted − counted′)` against the
 * triple that it was told last. `base`: available to sell. `counted`: the running total of this shop's reduced units that
 * is in `base`. `version` rises with every telling. `asOf`: how old the oldest position in it is. `checkpoint`: the
 * SKU's memory, kept with the triple.
 */
export const StockTriple = z.object({
  sku: Sku,
  version: z.int().positive(),
  base: Decimal,
  counted: Decimal,
  as_of: Instant,
  checkpoint: Checkpoint.nullable(),
});

/**
 * The triple that the shop holds now, and its stock; `version` 0: it was never told one. `shared`: other SKUs that are
 * sold from the same stock (variations that share their parent's).
 */
export const ShopStock = z.object({
  sku: Sku,
  product_id: z.int().positive(),
  version: z.int().nonnegative(),
  base: Decimal,
  counted: Decimal,
  stock: Decimal,
  checkpoint: Checkpoint.nullable(),
});

/**
 * Told by an order to the stock of a SKU, whole each time, and only once the shop keeps the order's checkpoint.
 * `reduced`: units by which WooCommerce has lowered the stock for this order now. `allocatedAt`: when the ERP was read
 * as having allocated them, null: not yet. `final`: the order is over, and nothing of it will be told unless it changes.
 */
export const OrderStockNeed = z.object({
  about: z.literal('stock_need'),
  order: SubjectKey,
  sku: Sku,
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  reduced: Decimal,
  allocatedAt: Instant.nullable(),
  final: z.boolean(),
});

export type StockTriple = z.infer<typeof StockTriple>;
export type ShopStock = z.infer<typeof ShopStock>;
export type OrderStockNeed = z.infer<typeof OrderStockNeed>;
