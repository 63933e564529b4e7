import type { InventoryPage } from '@causeway/contracts';
import * as z from 'zod';

/** A page of either system's items, by cursor; `allocated` is promised and not yet shipped. */
export const NativeStock = z.object({
  items: z.array(z.object({ sku: z.string(), on_hand: z.int(), allocated: z.int() })),
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

/** Neither system has places: one node. */
export function toInventoryPage({ items, as_of, next_cursor, more }: z.infer<typeof NativeStock>): InventoryPage {
  const positions = items.map(({ sku, on_hand, allocated }) => ({
    sku,
    node: '*',
    onHand: String(on_hand),
    allocated: String(allocated),
    inTransit: null,
    damaged: null,
    quarantined: null,
    asOf: new Date(as_of).toISOString(),
  }));
  return { positions, cursor: next_cursor, more };
}

/** Two documents under one external id may have changed. */
export function namedOnce(documents: readonly { readonly external_id: string }[]): string[] {
  return [...new Set(documents.map(({ external_id }) => external_id))];
}
