import { type ErpReturn, ExternalId } from '@causeway/contracts';
import * as z from 'zod';
import { namedBy } from '../../../../policy/return-subject.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { negative, quantity } from '../../../tryton/values.ts';
import { isCancelled, SALE } from '../sale.ts';

const State = z.object({ state: z.string() });

/** A `sale.sale` that takes another one's goods back: negative quantities, and the other one as its `origin`. */
const ReturnSale = z.object({
  id: z.int(),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  description: z.string().nullable(),
  state: z.enum(['draft', 'quotation', 'confirmed', 'processing', 'done', 'cancelled']),
  shipment_state: z.enum(['none', 'waiting', 'sent', 'exception']),
  /** "sale.sale,12" */
  origin: z.string(),
  'lines.': z.array(
    z.object({
      id: z.int(),
      quantity: z.number().nullable(),
      /** Our line id: Tryton's own "Return" copies it too. */
      note: z.string().nullable(),
      'product.': z.object({ type: z.string(), code: z.string().nullable() }).nullable(),
    }),
  ),
  'moves.': z.array(State),
  'invoices.': z.array(State.extend({ id: z.int(), number: z.string().nullable() })),
  shipment_returns: z.array(z.int()),
});
export type ReturnSale = z.infer<typeof ReturnSale>;

/** A return with the reference of the sale it takes back. */
export interface Return {
  readonly sale: ReturnSale;
  readonly orderExternalId: string;
}

const Original = z.object({ id: z.int(), reference: z.string().nullable() });

/** Oldest first. */
export async function returnsBy(errand: Errand, domain: readonly unknown[]): Promise<Return[]> {
  const ours = ['company', '=', await errand.company()];
  const sales = await errand.read(SALE, ReturnSale, [...domain, ours, ['origin', 'like', `${SALE},%`]]);
  const ids = sales.map(originalOf);
  const originals = ids.length === 0 ? [] : await errand.read(SALE, Original, [['id', 'in', ids]]);
  const references = new Map(originals.map(({ id, reference }) => [id, reference ?? '']));
  return sales.map((sale) => ({ sale, orderExternalId: references.get(originalOf(sale)) ?? '' }));
}

/** Those of an order that count: what people began counts once they confirmed it. */
export async function returnsOf(errand: Errand, orderExternalId: string): Promise<Return[]> {
  const originals = await errand.read(SALE, Original, [['reference', '=', orderExternalId]]);
  const origins = originals.map(({ id }) => `${SALE},${id}`);
  const all = origins.length === 0 ? [] : await returnsBy(errand, [['origin', 'in', origins]]);
  return all.filter(({ sale }) => isOurs(sale) || sale.state === 'processing' || sale.state === 'done');
}

/** By the id that we gave out. Throws `missing_reference`. */
export async function returnOf(errand: Errand, id: string): Promise<Return> {
  const [found] = /^\d{1,9}$/.test(id) ? await returnsBy(errand, [['id', '=', Number(id)]]) : [];
  if (found !== undefined) return found;
  throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no return with such an id`);
}

const originalOf = ({ origin }: ReturnSale): number => Number(origin.split(',')[1]);

/** Of ours, by its reference: Tryton's own "Return" leaves the order's there. */
export const isOurs = ({ reference }: { readonly reference: string | null }): boolean =>
  namedBy(reference ?? '', 'erp')?.subject.startsWith('return/') === true && ExternalId.safeParse(reference).success;

export function toErpReturn({ sale, orderExternalId }: Return): ErpReturn {
  return {
    id: String(sale.id),
    number: sale.number ?? `(${sale.id})`,
    externalId: isOurs(sale) ? (sale.reference ?? '') : '',
    orderExternalId,
    status: statusOf(sale),
    lines: goodsOf(sale).map(({ note, quantity: units, 'product.': product }) => ({
      lineId: note ?? '',
      sku: product?.code ?? '',
      quantity: negative(quantity(units ?? 0)),
    })),
  };
}

export const goodsOf = (sale: ReturnSale): ReturnSale['lines.'] =>
  sale['lines.'].filter((line) => line['product.']?.type === 'goods' && (line.quantity ?? 0) < 0);

export const isReceived = ({ shipment_state }: ReturnSale): boolean => shipment_state === 'sent';

function statusOf(sale: ReturnSale): ErpReturn['status'] {
  if (isCancelled(sale)) return 'cancelled';
  if (!isReceived(sale)) return 'open';
  return sale['invoices.'].some(({ state }) => state === 'posted' || state === 'paid') ? 'closed' : 'received';
}
