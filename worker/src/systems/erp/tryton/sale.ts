import type { ErpOrderInFull } from '@causeway/contracts';
import * as z from 'zod';
import { currencyDigits } from '../../../policy/rounding/currency.ts';
import { plainDecimal, scaled, toMinor } from '../../../policy/rounding/money.ts';
import type { Errand } from '../../tryton/errand.ts';
import { allocationOf, type Shipment, shipmentsBy } from '../../tryton/shipments.ts';
import { quantity, sum, TrytonDecimal } from '../../tryton/values.ts';

export const SALE = 'sale.sale';
export const INVOICE = 'account.invoice';

const State = z.object({ state: z.string() });

/** A `sale.sale`, as far as we read it. */
export const Sale = z.object({
  id: z.int(),
  /** Given by `quote`. */
  number: z.string().nullable(),
  reference: z.string(),
  description: z.string().nullable(),
  state: z.enum(['draft', 'quotation', 'confirmed', 'processing', 'done', 'cancelled']),
  shipment_state: z.enum(['none', 'waiting', 'sent', 'exception']),
  party: z.int(),
  total_amount: TrytonDecimal,
  'currency.': z.object({ code: z.string() }),
  'lines.': z.array(
    z.object({
      quantity: z.number().nullable(),
      'product.': z.object({ type: z.string(), code: z.string().nullable() }).nullable(),
    }),
  ),
  'moves.': z.array(State),
  'invoices.': z.array(State.extend({ id: z.int(), number: z.string().nullable() })),
  shipments: z.array(z.int()),
});
export type Sale = z.infer<typeof Sale>;

/** A sale and its shipments. */
export interface Whole {
  readonly sale: Sale;
  readonly shipments: readonly Shipment[];
}

/** Oldest first. What a return or a copy of another sale came from is its `origin`, with the same reference: not ours. */
export async function salesBy(errand: Errand, domain: readonly unknown[]): Promise<Sale[]> {
  return await errand.read(SALE, Sale, [...domain, ['company', '=', await errand.company()], ['origin', '=', null]]);
}

export async function withShipments(errand: Errand, sales: readonly Sale[]): Promise<Whole[]> {
  const ids = sales.flatMap(({ shipments }) => shipments);
  const all = ids.length === 0 ? [] : await shipmentsBy(errand, [['id', 'in', ids]]);
  return sales.map((sale) => ({ sale, shipments: all.filter(({ id }) => sale.shipments.includes(id)) }));
}

export const minorTotal = (sale: Sale): number =>
  toMinor(sale.total_amount, currencyDigits(sale['currency.'].code)).minor;

/** On its way to being processed: nothing was promised to anybody yet. */
export const isUnfinished = ({ state }: Sale): boolean =>
  state === 'draft' || state === 'quotation' || state === 'confirmed';

/** What a sale brought about. */
interface Followed {
  readonly state: string;
  readonly 'moves.': readonly { readonly state: string }[];
  readonly 'invoices.': readonly { readonly state: string }[];
}

/**
 * Tryton never calls a processed sale cancelled: when its shipments and invoices were cancelled and not made anew, it is
 * `done` with nothing sent. So it is that which tells, whoever did it.
 */
export function isCancelled(sale: Followed): boolean {
  if (sale.state !== 'done') return sale.state === 'cancelled';
  const all = sale['moves.'].length > 0 ? sale['moves.'] : sale['invoices.'];
  return all.length > 0 && all.every(({ state }) => state === 'cancelled');
}

export function toErpOrder({ sale, shipments }: Whole): ErpOrderInFull {
  const allocation = allocatedOf({ sale, shipments });
  return {
    id: String(sale.id),
    number: sale.number ?? `(${sale.id})`,
    externalId: sale.reference,
    status: statusOf(sale, allocation),
    currency: sale['currency.'].code,
    totalMinor: minorTotal(sale),
    allocation,
    lines: goodsOf(sale).map((line) => ({
      sku: line['product.']?.code ?? '',
      quantity: plainDecimal(quantity(line.quantity ?? 0)),
    })),
  };
}

const goodsOf = (sale: Sale): Sale['lines.'] => sale['lines.'].filter((line) => line['product.']?.type === 'goods');

/** What of the sale's goods has stock of its own: what people took out of it again is promised to nobody. */
function allocatedOf({ sale, shipments }: Whole): ErpOrderInFull['allocation'] {
  if (isUnfinished(sale) || isCancelled(sale)) return 'none';
  const allocation = allocationOf(shipments);
  if (allocation !== 'full') return allocation;
  const moves = shipments.flatMap((shipment) => shipment['outgoing_moves.'].filter(isLive));
  const [wanted, promised] = [goodsOf(sale), moves].map((all) =>
    scaled(sum(...all.map((one) => quantity(one.quantity ?? 0)))),
  );
  if ((promised ?? 0n) >= (wanted ?? 0n)) return 'full';
  return moves.length > 0 ? 'partial' : 'none';
}

const isLive = ({ state }: { readonly state: string }): boolean => state !== 'cancelled';

function statusOf(sale: Sale, allocation: ErpOrderInFull['allocation']): ErpOrderInFull['status'] {
  if (isCancelled(sale)) return 'cancelled';
  if (sale.state === 'done') return 'closed';
  if (sale.shipment_state === 'sent') return 'shipped';
  return allocation === 'full' ? 'allocated' : 'open';
}
