import type { InventoryPage } from '@causeway/contracts';
import * as z from 'zod';

const NativePosition = z.object({
  node: z.string(),
  on_hand: z.int(),
  allocated: z.int(),
  in_transit: z.int(),
  damaged: z.int(),
  quarantined: z.int(),
});

/** A page of either system's items, by cursor; `allocated` is promised and not yet shipped. */
export const NativeStock = z.object({
  items: z.array(z.object({ sku: z.string(), nodes: z.array(NativePosition) })),
  nodes: z.array(z.object({ node: z.string(), online: z.boolean() })),
  as_of: z.iso.datetime({ offset: true }),
  next_cursor: z.string(),
  more: z.boolean(),
});

/** The words that either system knows; what it has none of is left out. */
export const NativeCodes = z.object({
  tax_codes: z.array(z.string()).optional(),
  payment_methods: z.array(z.string()).optional(),
  shipping_methods: z.array(z.string()),
});
export type NativeCodes = z.infer<typeof NativeCodes>;

/** A position for each place where an item lies, and the places themselves. */
export function toInventoryPage({
  items,
  nodes,
  as_of,
  next_cursor,
  more,
}: z.infer<typeof NativeStock>): InventoryPage {
  const asOf = new Date(as_of).toISOString();
  const positions = items.flatMap(({ sku, nodes: places }) =>
    places.map((place) => ({
      sku,
      node: place.node,
      onHand: String(place.on_hand),
      allocated: String(place.allocated),
      inTransit: String(place.in_transit),
      damaged: String(place.damaged),
      quarantined: String(place.quarantined),
      asOf,
    })),
  );
  return { positions, asOf, nodes, cursor: next_cursor, more };
}
