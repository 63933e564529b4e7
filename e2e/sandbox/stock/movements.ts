import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import { Code, Quantity } from '../shapes.ts';
import type { Position, Quantities } from './quantities.ts';

/** What people in a warehouse do to stock; `adjustment` alone may take away what is there. */
export const Movement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('adjustment'), sku: Code, node: Code.optional(), quantity: z.int() }),
  z.strictObject({
    kind: z.enum(['receipt', 'transit', 'damage', 'scrap', 'quarantine', 'clear']),
    sku: Code,
    node: Code.optional(),
    quantity: Quantity,
  }),
]);
export type Movement = z.infer<typeof Movement>;

/**
 * What a movement changes. `receipt`: goods came (what was under way first); `transit`: more is under way; `damage`,
 * `quarantine`: on hand, not to be sold; `clear`: quarantined goods are good; `scrap`: damaged goods are thrown away.
 * Throws 422 `quantity_exceeds_stock`.
 */
export function changeOf({ kind, quantity }: Movement, at: Position | undefined): Partial<Quantities> {
  const has = (part: keyof Quantities) => {
    if (quantity > (at?.[part] ?? 0))
      throw new Refusal(422, 'quantity_exceeds_stock', `only ${at?.[part] ?? 0} are ${part}`);
    return -quantity;
  };
  switch (kind) {
    case 'adjustment':
      return { on_hand: quantity };
    case 'receipt':
      return { on_hand: quantity, in_transit: -Math.min(quantity, at?.in_transit ?? 0) };
    case 'transit':
      return { in_transit: quantity };
    case 'damage':
      return { damaged: quantity };
    case 'quarantine':
      return { quarantined: quantity };
    case 'clear':
      return { quarantined: has('quarantined') };
    case 'scrap':
      return { on_hand: -quantity, damaged: has('damaged') };
  }
}
