import * as z from 'zod';
import type { StockState } from './state.ts';

/** Who tells a stock that the shop has a product of its SKU, of whose stock it was told nothing. */
export const OFFERED = 'shop/untold';
/** Labels of the SKUs that a shop refused because it had no stock of their own for them. */
export const REFUSED = ['missing_reference:stock_sku', 'mapping:stock_shared'] as const;

const Offered = z.object({ about: z.literal('offered') });

/** The shop has no stock of its own for the SKU, as far as is known. */
export const isRefused = ({ refusal }: Pick<StockState, 'refusal'>): boolean =>
  refusal?.kind === 'unknown' || refusal?.kind === 'shared';

/** The SKU is told at once. False: this is another word. */
export function takeOffered(state: StockState, body: unknown): boolean {
  if (!Offered.safeParse(body).success) return false;
  if (isRefused(state)) state.notBefore = 0;
  return true;
}
