import type { SalesOrder } from '@causeway/contracts';
import * as z from 'zod';
import { fromMinor } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toNumber } from '../mapping/amounts.ts';
import { roundingLine, toNativeOrder } from '../mapping/order.ts';
import { totalOf } from '../mapping/reading.ts';
import { missing } from '../references.ts';
import type { NativeOrder } from '../talk/native.ts';
import { before, SYSTEM } from '../talk/refusal.ts';
import { type Office, orderById, remove } from './office.ts';

const Created = z.object({ id: z.guid() });

/**
 * One deep insert, and then the total as Business Central counts it. It counts tax by itself: where that differs by what
 * rounding explains, one rounding line makes up for it; an order whose total isn't the shop's is taken off again.
 */
export async function createOrder(office: Office, order: SalesOrder, signal: AbortSignal): Promise<NativeOrder> {
  const content = await before(prepared(office, order, signal));
  const id = await inserted(office, content, order, signal);
  const native = await settled(office, id, order, signal).catch((error: unknown) =>
    withdrawn(office, id, error, signal),
  );
  if (totalOf(native) === order.totalMinor && native.currencyCode === order.currency) return native;
  return withdrawn(office, id, mismatch(native, order), signal);
}

async function prepared({ references, settings }: Office, order: SalesOrder, signal: AbortSignal) {
  const { customer, shippingMethod, payment } = order;
  const { payments, locationCode } = settings;
  const looked = {
    customerNumber: await references.customerNumber(settings, customer, signal),
    shipmentMethodId: await references.idOf('shipmentMethods', shippingMethod, signal),
    paymentTermsId:
      payments === 'payment_terms' ? await references.idOf('paymentTerms', payment.method, signal) : undefined,
    locationId: locationCode === undefined ? undefined : await references.idOf('locations', locationCode, signal),
  };
  return toNativeOrder(order, looked, settings);
}

async function inserted({ api, references }: Office, body: object, order: SalesOrder, signal: AbortSignal) {
  try {
    return (await api.read(Created, { method: 'POST', path: '/salesOrders', body }, signal)).id;
  } catch (error) {
    if (!(error instanceof SystemFailure) || !WITHOUT_NAMES.has(error.category)) throw error;
    // A refusal says what it misses only in words: what it can be is looked up.
    const skus = order.lines.flatMap(({ kind, sku }) => (kind === 'item' && sku !== null ? [sku] : []));
    const absent = await before(references.absent('items', skus, signal));
    throw absent.length === 0 ? error : missing('items', absent);
  }
}

const WITHOUT_NAMES: ReadonlySet<string> = new Set(['validation', 'missing_reference']);

async function settled(office: Office, id: string, order: SalesOrder, signal: AbortSignal): Promise<NativeOrder> {
  const native = await orderById(office, id, signal);
  const difference = order.totalMinor - totalOf(native);
  if (difference === 0 || Math.abs(difference) > roundingMax(order)) return native;
  const unitPrice = toNumber(fromMinor(difference, order.currencyDigits));
  const body = roundingLine(office.settings.lines.rounding, unitPrice);
  await office.api.send({ method: 'POST', path: `/salesOrders(${id})/salesOrderLines`, body }, signal);
  return orderById(office, id, signal);
}

/** Half a minor unit for each amount that shop and Business Central round, beside what the shop itself made up for. */
export function roundingMax({ lines }: Pick<SalesOrder, 'lines'>): number {
  const rounded = lines.filter(({ kind }) => kind !== 'rounding').flatMap((line) => [line.netMinor, line.taxMinor]);
  const shops = lines.filter(({ kind }) => kind === 'rounding').reduce((sum, { netMinor }) => sum + netMinor, 0);
  return Math.floor(rounded.filter((amount) => amount !== 0).length / 2) + Math.abs(shops);
}

function mismatch(native: NativeOrder, { totalMinor, currency, currencyDigits }: SalesOrder): SystemFailure {
  const hint = native.pricesIncludeTax === true ? '; its customer has prices with tax' : '';
  const theirs = `${fromMinor(totalOf(native), currencyDigits)} ${native.currencyCode}`;
  const message = `${SYSTEM} counts ${theirs}, the shop ${fromMinor(totalMinor, currencyDigits)} ${currency}${hint}`;
  return new SystemFailure('total_mismatch', 'after_send', message);
}

/** Takes off what was created, and throws why: as if nothing had happened, unless it is still there. */
async function withdrawn(office: Office, id: string, error: unknown, signal: AbortSignal): Promise<never> {
  if (!(error instanceof SystemFailure)) throw error;
  const { category, message, retryAfterMs } = error;
  const gone = await orderById(office, id, signal)
    .then((native) => remove(office, native, signal))
    .then(
      () => true,
      () => false,
    );
  signal.throwIfAborted();
  throw new SystemFailure(category, gone ? 'before_send' : 'after_send', message, retryAfterMs);
}
