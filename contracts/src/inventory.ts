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

/** Positions, and the cursor with which to ask for the next. `more`: ask again at once. */
export const InventoryPage = z.object({
  positions: z.array(InventoryPosition),
  cursor: z.string(),
  more: z.boolean(),
});

export type InventoryPosition = z.infer<typeof InventoryPosition>;
export type InventoryPage = z.infer<typeof InventoryPage>;
