import type { ErpCreditMemo, ErpOrder, WarehouseReturn } from '@causeway/contracts';
import { namedBy } from '../world/names.ts';
import type { Documents, Kept } from '../world/outside/documents.ts';
import type { Shop } from '../world/shop/shop.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

/** No return is paid back twice or before its goods were looked at, no order by more than was paid; and the ERP books no more than that either. */
export function refunds({ shops, orders, memos, receipts, settleMs }: Stores): Promise_ {
  const known = (orderExternalId: string) =>
    [...memos.all()].filter(
      ({ doc }) => doc.orderExternalId === orderExternalId && !isForgotten(shops, doc.externalId),
    );
  return {
    name: 'money goes back once, and never more than was paid',
    subject: (shop, key) => paidTwice(shop, memos) ?? paidUnseen(shop, receipts) ?? tooMuch(shop, key),
    document(externalId) {
      for (const { doc } of memos.of(externalId)) {
        const wrong = overbooked(orders, known(doc.orderExternalId), doc.orderExternalId, settleMs);
        if (wrong !== null) return wrong;
      }
      return null;
    },
  };
}

/** What a restore took may be paid once more, but not where the ERP has its credit memo. */
function paidTwice({ code, payments }: Shop, memos: Documents<ErpCreditMemo>): string | null {
  const isBooked = (of: string, at: number) =>
    [...memos.all()].some(({ doc, committedAt }) => {
      const { shop, subject } = namedBy(doc.externalId);
      return shop === code && subject === `return/${of}` && doc.status === 'posted' && committedAt < at;
    });
  const twice = payments.find(({ of, at }, place) =>
    payments.slice(0, place).some((before) => before.of === of && (!before.lost || isBooked(of, at))),
  );
  return twice === undefined ? null : `the gateway of ${code} paid twice for return ${twice.of}`;
}

function paidUnseen({ code, payments }: Shop, receipts: Documents<WarehouseReturn>): string | null {
  const inspected = new Set(
    [...receipts.all()].flatMap(({ doc }) => (doc.status === 'inspected' ? namedBy(doc.externalId).subject : [])),
  );
  const unseen = payments.find(({ of }) => !inspected.has(`return/${of}`));
  return unseen === undefined ? null : `${code} paid for return ${unseen.of}, whose goods nobody had looked at`;
}

function tooMuch(shop: Shop, key: string): string | null {
  const order = shop.db.subjects.get(key)?.order;
  if (!order) return null;
  const paid = minor(order.totals.total);
  const known = shop.payments.filter(({ lost }) => !lost);
  const gone = known.reduce((sum, payment) => sum + (payment.order === key ? minor(payment.amount) : 0), 0);
  const back = order.refunds.reduce((sum, { amount }) => sum + minor(amount), 0);
  return Math.max(gone, back) > paid
    ? `${shop.code} ${key} was paid ${paid}, and ${Math.max(gone, back)} went back`
    : null;
}

/** The credit memo of what a restore took stays booked (docs/flows/returns.md, Not promised). */
function isForgotten(shops: Stores['shops'], externalId: string): boolean {
  const { shop: code, subject } = namedBy(externalId);
  const shop = shops.get(code);
  return shop?.payments.some((payment) => `return/${payment.of}` === subject && payment.lost) === true;
}

function overbooked(
  orders: Documents<ErpOrder>,
  memos: readonly Kept<ErpCreditMemo>[],
  orderExternalId: string,
  settleMs: number,
): string | null {
  const [order] = orders.of(orderExternalId);
  const ofOrder = memos.filter((kept) => kept.doc.status === 'posted' && !isLate(kept, settleMs));
  const booked = ofOrder.reduce((sum, { doc }) => sum + doc.totalMinor, 0);
  if (order === undefined) return `${orderExternalId} has credit memos, and the ERP no such order`;
  return booked > order.doc.totalMinor
    ? `${orderExternalId} was ${order.doc.totalMinor}, and credit memos of ${booked} are booked`
    : null;
}

/** To the cent. */
const minor = (amount: string): number => Math.round(Number(amount) * 100);
