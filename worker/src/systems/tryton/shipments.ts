import * as z from 'zod';
import type { Errand } from './errand.ts';
import { TrytonDatetime } from './values.ts';

export const SHIPMENT = 'stock.shipment.out';

/** A `stock.shipment.out`, as far as both roles read it. */
export const Shipment = z.object({
  id: z.int(),
  number: z.string(),
  reference: z.string().nullable(),
  state: z.enum(['draft', 'waiting', 'assigned', 'picked', 'packed', 'done', 'cancelled']),
  customer: z.int(),
  delivery_address: z.int(),
  'inventory_moves.': z.array(z.object({ state: z.string() })),
  'outgoing_moves.': z.array(
    z.object({
      state: z.string(),
      quantity: z.number(),
      product: z.int(),
      /** "sale.line,12" */
      origin: z.string().nullable(),
      write_date: TrytonDatetime.nullable(),
    }),
  ),
});
export type Shipment = z.infer<typeof Shipment>;

export async function shipmentsBy(errand: Errand, domain: readonly unknown[]): Promise<Shipment[]> {
  return await errand.read(SHIPMENT, Shipment, domain);
}

export const isUnderWay = ({ state }: Shipment): boolean => state === 'picked' || state === 'packed';
/** Neither sent nor given up. */
export const isOpen = ({ state }: Shipment): boolean => state !== 'done' && state !== 'cancelled';
const isWaiting = ({ state }: Shipment): boolean => state === 'waiting';

/** How much of it has stock of its own: a shipment that lacks some stays `waiting` with what it has got. */
export function allocationOf(shipments: readonly Shipment[]): 'none' | 'partial' | 'full' {
  const live = shipments.filter(({ state }) => state !== 'cancelled');
  const ready = live.filter((one) => !isWaiting(one) && one.state !== 'draft');
  if (ready.length === live.length) return 'full';
  const started = live.some((one) => one['inventory_moves.'].some(({ state }) => state === 'assigned'));
  return ready.length > 0 || started ? 'partial' : 'none';
}

/** Tries to give waiting shipments their stock, those that wait longest first. Returns whether there were any. */
export async function assign(errand: Errand, shipments: readonly Shipment[]): Promise<boolean> {
  const waiting = shipments.filter(isWaiting);
  for (const { id } of waiting) await errand.press(SHIPMENT, 'assign_try', [id]);
  return waiting.length > 0;
}

/** When an assignment was last tried, so that looking often doesn't ask Tryton for it every time. */
export class Assigner {
  readonly #now: () => number;
  readonly #tried = new Map<number, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As `assign`, for those not tried of late. */
  async retry(errand: Errand, shipments: readonly Shipment[]): Promise<boolean> {
    const due = shipments.filter(({ id }) => (this.#tried.get(id) ?? 0) + RETRY_MS <= this.#now());
    this.#forgetOld();
    for (const { id } of due) this.#tried.set(id, this.#now());
    return await assign(errand, due);
  }

  #forgetOld(): void {
    for (const [id, at] of this.#tried) if (at + RETRY_MS <= this.#now()) this.#tried.delete(id);
  }
}

const RETRY_MS = 15_000;
