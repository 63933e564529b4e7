import * as z from 'zod';
import type { Errand } from './errand.ts';

export const RETURN_SHIPMENT = 'stock.shipment.out.return';

const Move = z.object({
  id: z.int(),
  state: z.string(),
  quantity: z.number(),
  product: z.int(),
  to_location: z.int(),
  /** "sale.line,12", or "stock.move,34": the incoming move that is put away by it. */
  origin: z.string().nullable(),
});
export type Move = z.infer<typeof Move>;

/** A `stock.shipment.out.return`, as far as both roles read it: what comes in, and where it is put away. */
export const ReturnShipment = z.object({
  id: z.int(),
  number: z.string(),
  reference: z.string().nullable(),
  state: z.enum(['draft', 'received', 'done', 'cancelled']),
  'warehouse.': z.object({ storage_location: z.int(), input_location: z.int() }),
  'incoming_moves.': z.array(Move),
  'inventory_moves.': z.array(Move),
});
export type ReturnShipment = z.infer<typeof ReturnShipment>;

export async function returnShipmentsBy(errand: Errand, domain: readonly unknown[]): Promise<ReturnShipment[]> {
  const company = ['company', '=', await errand.company()];
  return await errand.read(RETURN_SHIPMENT, ReturnShipment, [...domain, company]);
}

export const isExpected = ({ state }: ReturnShipment): boolean => state === 'draft';
export const isLiveMove = ({ state, quantity }: Pick<Move, 'state' | 'quantity'>): boolean =>
  state !== 'cancelled' && quantity > 0;
