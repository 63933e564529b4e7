import type { SalesOrder } from '@causeway/contracts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Directory } from '../../tryton/directory.ts';
import type { Errand } from '../../tryton/errand.ts';
import { address, party } from '../../tryton/parties.ts';
import { date } from '../../tryton/values.ts';
import { carryThrough, isHalfMade, takenBack } from './carrying.ts';
import { roundingLine, type ServiceCodes, saleLines } from './lines.ts';
import { minorTotal, SALE, type Sale, salesBy } from './sale.ts';
import { titleOf, totalIn } from './title.ts';

/** What the settings say about making sales. */
export interface Terms {
  readonly warehouse: string;
  readonly services: ServiceCodes;
  /** Payment term by the order's payment method; `*` for all others. */
  readonly paymentTerms: Readonly<Record<string, string>>;
  readonly invoiceMethod: 'order' | 'shipment' | 'manual';
}

/** Makes the sale, draft first, and carries it through. What Tryton refuses on the way is cancelled again. */
export async function makeSale(errand: Errand, directory: Directory, order: SalesOrder, terms: Terms): Promise<Sale> {
  const record = await saleRecord(errand, directory, order, terms);
  const id = await errand.create(SALE, record);
  try {
    const draft = await settled(errand, directory, await saleOf(errand, id), order, terms);
    return await carryThrough(errand, draft, saleOf);
  } catch (failure) {
    throw await takenBack(errand, id, failure, saleOf);
  }
}

/**
 * A sale of ours that a crash left half-made goes on where it stopped; one that doesn't come to the total it was made
 * for is cancelled, so that it is made anew. Returns whether it did either.
 */
export async function finish(errand: Errand, sale: Sale): Promise<boolean> {
  const meant = totalIn(sale.description);
  if (!isHalfMade(sale) || meant === null) return false;
  const isRight = meant.currency === sale['currency.'].code && meant.total === sale.total_amount;
  if (isRight || sale.state === 'confirmed') await carryThrough(errand, sale, saleOf);
  else await errand.press(SALE, 'cancel', [sale.id]);
  return true;
}

export async function saleOf(errand: Errand, id: number): Promise<Sale> {
  const [sale] = await salesBy(errand, [['id', '=', id]]);
  if (sale !== undefined) return sale;
  throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no sale with the id ${id}`);
}

async function saleRecord(errand: Errand, directory: Directory, order: SalesOrder, terms: Terms): Promise<object> {
  const lines = await saleLines(errand, directory, order, terms.services);
  const term = terms.paymentTerms[order.payment.method] ?? terms.paymentTerms['*'];
  const customer = await party(errand, directory, order.customer);
  return {
    reference: order.externalId,
    description: titleOf(order),
    comment: order.note,
    company: await errand.company(),
    currency: await directory.currency(errand, order.currency),
    warehouse: await directory.warehouse(errand, terms.warehouse),
    ...(term === undefined ? {} : { payment_term: await directory.paymentTerm(errand, term) }),
    party: customer.id,
    invoice_address: await address(errand, directory, customer, order.billTo),
    shipment_address: await address(errand, directory, customer, order.shipTo),
    sale_date: date(order.orderedAt),
    invoice_method: terms.invoiceMethod,
    shipment_method: 'order',
    lines: [['create', lines]],
  };
}

/** Half a minor unit per amount may be missing after Tryton's own rounding: one line more takes it. */
async function settled(
  errand: Errand,
  directory: Directory,
  sale: Sale,
  order: SalesOrder,
  terms: Terms,
): Promise<Sale> {
  const rest = order.totalMinor - minorTotal(sale);
  if (rest === 0) return sale;
  const amounts = order.lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]).filter((minor) => minor !== 0);
  const mismatch = new SystemFailure(
    'total_mismatch',
    'after_send',
    `${errand.system} comes to a total ${Math.abs(rest)} minor units ${rest > 0 ? 'below' : 'above'} the shop's`,
  );
  if (Math.abs(rest) > Math.ceil(amounts.length / 2)) throw mismatch;
  const code = terms.services.rounding;
  const product = (await directory.products(errand, [code])).get(code);
  if (product === undefined) throw mismatch;
  const line = roundingLine(product, rest, order.currencyDigits);
  await errand.write(SALE, [sale.id], { lines: [['create', [line]]] });
  const rounded = await saleOf(errand, sale.id);
  if (minorTotal(rounded) !== order.totalMinor) throw mismatch;
  return rounded;
}
