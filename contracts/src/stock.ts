import * as z from 'zod';
import { Checkpoint } from './checkpoint.ts';
import { Decimal, Instant, SubjectKey } from './primitives.ts';

/** A SKU as the shop writes it. */
export const Sku = z.string().min(1).max(100);

/**
 * What a shop is told of one SKU's stock, applied as a difference: `(base − base′) + (counted − counted′)` against the
 * triple (′) that it was told last; the first leaves the stock as it is. `base`: available to sell. `counted`: the running
 * total of this shop's reduced units that is in `base`. `version` rises with every telling. `as_of`: how old the oldest
 * position in it is. `checkpoint`: the SKU's memory, kept with the triple.
 */
export const StockTriple = z.object({
  sku: Sku,
  version: z.int().positive(),
  base: Decimal,
  counted: Decimal,
  as_of: Instant,
  checkpoint: Checkpoint.nullable(),
  /** Added once, beside the difference: what a person approved to correct a stock that was changed by hand. */
  correction: Decimal.optional(),
});

/**
 * The triple that the shop holds now, and its stock; `version` 0: it was never told one. Another `sku` than was told of: the
 * SKU under which the stock is followed that this one is sold from, too (variations that share their parent's).
 * `checkpoint`: with `already`; what was applied is the caller's own.
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

export const Word = z.string().max(16);

/**
 * Told by an order to the stock of a SKU (`stock/<key>`), whole each time, and only once the shop keeps the order's
 * checkpoint that says so; told again where an engine begins from that checkpoint, unless it is `final`. `reduced`: units
 * by which WooCommerce has lowered the stock for this order now; an order that a restore took from the shop has none.
 * `allocatedAt`: when the ERP had them allocated, by the ERP's clock where it tells (else when that was read), and
 * `releasedAt`, `shippedAt` likewise: when the warehouse had the release, when the last of them left; null: not yet.
 * `final`: the order is over, and nothing of it will be told unless it changes; the stock may then forget its name.
 * `settled`: units that it told as final before ("0": it never did), so that a forgotten one is not counted twice.
 * `before`: the units that it told last while it was not over, and whether anybody held them back then (`held`), for a stock
 * that had no room for its name; left out: this engine doesn't know.
 * `word` names this telling; of a final one the stock says it back (`StockKept`) once the shop keeps what it says.
 */
export const OrderStockNeed = z.object({
  about: z.literal('stock_need'),
  order: SubjectKey,
  sku: Sku,
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  reduced: Decimal,
  allocatedAt: Instant.nullable(),
  releasedAt: Instant.nullable().default(null),
  shippedAt: Instant.nullable().default(null),
  final: z.boolean(),
  settled: Decimal.default('0'),
  before: z.object({ reduced: Decimal, held: z.boolean() }).optional(),
  word: Word.optional(),
});

/** Told by a stock to an order that is over: no new engine can forget what the order told it under that `word`. */
export const StockKept = z.object({ about: z.literal('stock_kept'), sku: Sku, word: Word });

export type StockTriple = z.infer<typeof StockTriple>;
export type StockKept = z.infer<typeof StockKept>;
export type ShopStock = z.infer<typeof ShopStock>;
/** As it is told: what has a default may be left out. */
export type OrderStockNeed = z.input<typeof OrderStockNeed>;
