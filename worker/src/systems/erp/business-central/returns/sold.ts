import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toNativeId } from '../mapping/external-document.ts';
import type { Office } from '../orders/office.ts';
import { query, quoted } from '../talk/api.ts';
import { SYSTEM } from '../talk/refusal.ts';
import { Sold, SoldLine } from './native-memo.ts';

/** What was sold under an order's id: as the order says, or once it is posted its invoices. */
export interface SoldOrder {
  readonly customerNumber: string;
  readonly currencyCode: string;
  readonly lines: readonly SoldLine[];
  /** In the currency: of what may be credited. */
  readonly totals: readonly number[];
}

/** Throws `missing_reference`. */
export async function soldUnder(office: Office, orderExternalId: string, signal: AbortSignal): Promise<SoldOrder> {
  for (const [set, lineSet] of [
    ['salesOrders', 'salesOrderLines'],
    ['salesInvoices', 'salesInvoiceLines'],
  ] as const) {
    const filter = `externalDocumentNumber eq ${quoted(toNativeId(orderExternalId))}`;
    const all = await office.api.rows(Sold, `/${set}${query({ filter })}`, signal);
    const live = all.filter(({ status }) => status !== 'Canceled');
    const [first] = live;
    if (first === undefined) continue;
    const lines: SoldLine[] = [];
    for (const { id } of live) lines.push(...(await office.api.rows(SoldLine, `/${set}(${id})/${lineSet}`, signal)));
    const totals = live.map(({ totalAmountIncludingTax }) => totalAmountIncludingTax);
    return { customerNumber: first.customerNumber, currencyCode: first.currencyCode, lines, totals };
  }
  throw new SystemFailure(
    'missing_reference',
    'before_send',
    `${SYSTEM} has neither order nor invoice ${orderExternalId}`,
  );
}
