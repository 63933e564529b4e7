import type { ErpCreditMemo, ErpReturn } from '@causeway/contracts';
import { currencyDigits } from '../../../../policy/rounding/currency.ts';
import { plainDecimal } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toMinorExactly } from '../mapping/amounts.ts';
import { toExternalId, toNativeId } from '../mapping/external-document.ts';
import type { Office } from '../orders/office.ts';
import { query, quoted } from '../talk/api.ts';
import { SYSTEM } from '../talk/refusal.ts';
import { isDraft, type Memo, NativeMemo, SoldLine } from './native-memo.ts';

const SET = '/salesCreditMemos';

export const memoPath = (id: string): string => `${SET}(${id})`;
export const memoLinesPath = (id: string): string => `${memoPath(id)}/salesCreditMemoLines`;

/** Of one document, by its GUID. Throws `missing_reference`. */
export async function memoOf(office: Office, id: string, signal: AbortSignal): Promise<Memo> {
  if (!/^[0-9a-f-]{36}$/i.test(id))
    throw new SystemFailure('missing_reference', 'before_send', `${SYSTEM} has no credit memo with such an id`);
  const head = await office.api.read(NativeMemo, { path: memoPath(id) }, signal);
  return { head, lines: await linesOf(office, id, signal) };
}

/** Oldest first: drafts and what is posted have a series of numbers each, and a draft is younger than what was posted. */
export async function memosUnder(office: Office, externalId: string, signal: AbortSignal): Promise<Memo[]> {
  return await memosBy(office, `externalDocumentNumber eq ${quoted(toNativeId(externalId))}`, signal);
}

/** Drafts of returns of an order: once posted they are found by their own id alone. */
export async function draftsOf(office: Office, orderExternalId: string, signal: AbortSignal): Promise<Memo[]> {
  const drafts = await memosBy(office, `status eq 'Draft'`, signal);
  return drafts.filter((memo) => orderIn(memo) === orderExternalId);
}

async function memosBy(office: Office, filter: string, signal: AbortSignal): Promise<Memo[]> {
  const heads = await office.api.rows(NativeMemo, `${SET}${query({ filter })}`, signal);
  const sorted = heads.toSorted(
    (a, b) => Number(isDraft(a)) - Number(isDraft(b)) || a.number.localeCompare(b.number, 'en', { numeric: true }),
  );
  const memos: Memo[] = [];
  for (const head of sorted) memos.push({ head, lines: await linesOf(office, head.id, signal) });
  return memos;
}

const linesOf = ({ api }: Office, id: string, signal: AbortSignal): Promise<SoldLine[]> =>
  api.rows(SoldLine, memoLinesPath(id), signal);

const ABOUT = 'Return of shop order ';
const LINE = 'Shop line ';

/** A comment line: a credit memo has no field for the order. */
export const aboutOrder = (orderExternalId: string): string => ABOUT + orderExternalId;
/** `description2` of a line. */
export const aboutLine = (lineId: string): string => LINE + lineId;

const orderIn = ({ lines }: Memo): string =>
  lines
    .find(({ lineType, description }) => lineType === 'Comment' && description.startsWith(ABOUT))
    ?.description.slice(ABOUT.length) ?? '';

/** A draft is the authorisation; posted it is closed. Whether goods came Business Central doesn't know. */
export function toErpReturn(memo: Memo): ErpReturn {
  const { head, lines } = memo;
  return {
    id: head.id,
    number: head.number,
    externalId: toExternalId(head.externalDocumentNumber) ?? '',
    orderExternalId: orderIn(memo),
    status: isDraft(head) ? 'open' : head.status === 'Canceled' ? 'cancelled' : 'closed',
    lines: lines
      .filter(({ lineType, description2 }) => lineType === 'Item' && description2.startsWith(LINE))
      .map(({ description2, lineObjectNumber, quantity }) => ({
        lineId: description2.slice(LINE.length),
        sku: lineObjectNumber,
        quantity: plainDecimal(String(quantity)),
      })),
  };
}

export function toErpCreditMemo(memo: Memo): ErpCreditMemo {
  const { id, number, externalDocumentNumber, status, currencyCode } = memo.head;
  return {
    id,
    number,
    externalId: toExternalId(externalDocumentNumber) ?? '',
    orderExternalId: orderIn(memo),
    status: status === 'Canceled' ? 'cancelled' : 'posted',
    currency: currencyCode,
    totalMinor: totalOf(memo.head),
  };
}

export const totalOf = ({ totalAmountIncludingTax, currencyCode }: NativeMemo): number =>
  toMinorExactly(totalAmountIncludingTax, currencyDigits(currencyCode));
