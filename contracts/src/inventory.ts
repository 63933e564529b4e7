import * as z from 'zod';
import { Decimal, Instant } from './primitives.ts';

/** What a system doesn't tell apart is null; a quantity is in the item's base unit and may be negative. */
const Told = Decimal.nullable();

/** What one system says it has of one SKU at one place (`node`: its own word for a warehouse; `*` where it has none). */
export const InventoryPosition = z.object({
  sku: z.string(),
  node: z.string(),
  onHand: Decimal,
  allocated: Told,
  inTransit: Told,
  damaged: Told,
  quarantined: Told,
  /** Came back, awaits its inspection, and is no part of `onHand`; left out: the system doesn't tell. */
  pendingReturns: Told.optional(),
  /** The system's own time of this statement; movements up to it are in. */
  asOf: Instant,
});

/** What lies at a place, and whether a shop sells from it. */
export const StockPlace = InventoryPosition.extend({ counts: z.enum(['yes', 'offline', 'not this shop']) });

/** Whether a place can send anything now. */
export const NodeState = z.object({ node: z.string(), online: z.boolean() });

/**
 * Positions, and the cursor with which to ask for the next. `more`: ask again at once. `asOf`: the system's own time of the
 * page; once nothing more follows, all that changed up to it was told. `nodes`: every place, where the system tells of them.
 * `complete`: it names every position there is, whatever the cursor was.
 */
export const InventoryPage = z.object({
  positions: z.array(InventoryPosition),
  asOf: Instant.optional(),
  nodes: z.array(NodeState).optional(),
  complete: z.boolean().optional(),
  cursor: z.string(),
  more: z.boolean(),
});

/**
 * What a source told that waits for a person, as a preview. `id` names exactly this telling; `since`: epoch ms. Of so many SKUs
 * fewer are there now, of some nothing is left; `before`, `after`: units of the whole source. `largest`: the 20 that lose most.
 */
export const HeldStock = z.object({
  id: z.string(),
  since: z.int(),
  falls: z.int().nonnegative(),
  zeros: z.int().nonnegative(),
  before: Decimal,
  after: Decimal,
  largest: z.array(z.object({ sku: z.string(), before: Decimal, after: Decimal })).max(20),
});

export type HeldStock = z.infer<typeof HeldStock>;
export type StockPlace = z.infer<typeof StockPlace>;
export type InventoryPosition = z.infer<typeof InventoryPosition>;
export type InventoryPage = z.infer<typeof InventoryPage>;
