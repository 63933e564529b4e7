import type { ReturnAuthorization } from '@causeway/contracts';
import * as z from 'zod';
import { scaled } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { decimal, TrytonDecimal } from '../../../tryton/values.ts';
import { carryThrough, isHalfMade, takenBack } from '../carrying.ts';
import { isCancelled, SALE } from '../sale.ts';
import { type Return, type ReturnSale, returnOf } from './return-sale.ts';

/** What of the original sale its return and its credit memos take over. */
export const Original = z.object({
  id: z.int(),
  state: z.string(),
  party: z.int(),
  currency: z.int(),
  'currency.': z.object({ code: z.string() }),
  warehouse: z.int().nullable(),
  invoice_address: z.int(),
  shipment_address: z.int(),
  payment_term: z.int().nullable(),
  'moves.': z.array(z.object({ state: z.string() })),
  'invoices.': z.array(z.object({ id: z.int(), state: z.string(), number: z.string().nullable() })),
  total_amount: TrytonDecimal,
  'lines.': z.array(
    z.object({
      id: z.int(),
      note: z.string().nullable(),
      description: z.string().nullable(),
      product: z.int().nullable(),
      'product.': z.object({ code: z.string().nullable() }).nullable(),
      unit: z.int().nullable(),
      quantity: z.number().nullable(),
      unit_price: TrytonDecimal,
      taxes: z.array(z.int()),
    }),
  ),
});
export type Original = z.infer<typeof Original>;

/** The sale that stands for the order. Throws `missing_reference`. */
export async function originalSale(errand: Errand, orderExternalId: string): Promise<Original> {
  const ours = [
    ['reference', '=', orderExternalId],
    ['company', '=', await errand.company()],
    ['origin', '=', null],
  ];
  const sales = await errand.read(SALE, Original, ours);
  const sale = sales.find((one) => one.state !== 'draft' && !isCancelled(one));
  if (sale !== undefined) return sale;
  throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no sale ${orderExternalId}`);
}

const TITLE = 'Return of shop order ';

/** Makes the return as Tryton's own "Return" would, of some units alone, and carries it through to its return shipment. */
export async function makeReturn(errand: Errand, authorization: ReturnAuthorization): Promise<number> {
  const { externalId, orderExternalId, reason } = authorization;
  const sale = await originalSale(errand, orderExternalId);
  const lines = authorization.lines.map((line) => lineBack(errand, sale, line));
  const { party, currency, warehouse, invoice_address, shipment_address, payment_term } = sale;
  const id = await errand.create(SALE, {
    ...{ party, currency, warehouse, invoice_address, shipment_address, payment_term },
    company: await errand.company(),
    reference: externalId,
    description: TITLE + orderExternalId,
    comment: reason,
    origin: `${SALE},${sale.id}`,
    // Tryton would credit at once what nobody has looked at, and once more what is not paid back.
    invoice_method: 'manual',
    shipment_method: 'order',
    lines: [['create', lines]],
  });
  try {
    await carryThrough(errand, await readBack(errand, id), readBack);
  } catch (failure) {
    throw await takenBack(errand, id, failure, readBack);
  }
  return id;
}

/** A return of ours that a crash left half-made goes on where it stopped; its lines were made with it. */
export async function finishReturn(errand: Errand, { sale }: Return): Promise<boolean> {
  if (!isHalfMade(sale) || sale.description?.startsWith(TITLE) !== true) return false;
  await carryThrough(errand, sale, readBack);
  return true;
}

const readBack = async (errand: Errand, id: number): Promise<ReturnSale> => (await returnOf(errand, String(id))).sale;

function lineBack(errand: Errand, sale: Original, line: ReturnAuthorization['lines'][number]): object {
  const { lineId, sku, quantity } = line;
  const sold = sale['lines.'].find(({ note, 'product.': product }) => note === lineId && product?.code === sku);
  const wrong = (what: string) => new SystemFailure('validation', 'before_send', `${errand.system}: ${what}`);
  if (sold === undefined) throw wrong(`the sale has no line ${lineId} of ${sku}`);
  if (scaled(quantity) > scaled(String(sold.quantity ?? 0))) throw wrong(`fewer than ${quantity} of ${sku} were sold`);
  const { product, unit, unit_price, description, note, taxes } = sold;
  return {
    type: 'line',
    ...{ product, unit, unit_price: decimal(unit_price), description, note },
    quantity: -Number(quantity),
    taxes: [['add', taxes]],
  };
}
