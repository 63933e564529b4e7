import { type CreditMemo, type OrderRefunded, Sku } from '@causeway/contracts';
import { currencyDigits } from '../../policy/rounding/currency.ts';
import { toMinor } from '../../policy/rounding/money.ts';
import { withRest } from './rounding.ts';
import type { ReturnState } from './state.ts';

type MemoLine = CreditMemo['lines'][number];
type Skus = Readonly<Record<string, string>>;

/** The order ended before the ERP took it, and nothing of the refund was ever sent there. */
export const isNeverBooked = ({ shopRefund, memo }: ReturnState): boolean => shopRefund?.ended === true && !memo.tried;

interface Money {
  readonly amount: string;
  readonly currency: string;
  readonly at: string | null;
  readonly reason: string;
  readonly lines: OrderRefunded['refund']['lines'];
}

/**
 * The credit memo of what was paid back; null: nothing was, as far as is known, or the ERP doesn't have the order yet.
 * Amounts in the currency's minor unit; `skus`: shop SKU → ERP SKU, only where they differ.
 */
export function memoOf(state: ReturnState, skus: Skus = {}): CreditMemo | null {
  const money = paidBack(state);
  const { order, externalId } = state;
  if (money === null || order === null || externalId === null) return null;
  if (state.origin === 'refund' && order.erpNumber === null) return null;
  const digits = currencyDigits(money.currency);
  const minor = (amount: string) => toMinor(amount, digits).minor;
  const totalMinor = minor(money.amount);
  const lines = money.lines
    .map(({ item_id, sku, quantity, total, total_tax }) => ({
      lineId: String(item_id),
      sku: Sku.safeParse(sku).success ? (Object.hasOwn(skus, sku) ? (skus[sku] ?? sku) : sku) : null,
      quantity,
      netMinor: minor(total),
      taxMinor: minor(total_tax),
      taxCode: null,
    }))
    .filter(({ netMinor, taxMinor }) => netMinor !== 0 || taxMinor !== 0);
  return {
    externalId,
    orderExternalId: order.externalId,
    orderErpNumber: order.erpNumber ?? '',
    returnNumber: state.rma.doc?.number ?? null,
    currency: money.currency,
    currencyDigits: digits,
    refundedAt: money.at,
    reason: money.reason,
    lines: filled(lines, totalMinor),
    totalMinor,
    traceId: state.traceId ?? '',
  };
}

/** With what was paid back beyond the lines (an amount alone); lines above the sum are left out for it. */
function filled(lines: readonly MemoLine[], totalMinor: number): MemoLine[] {
  const left = totalMinor - lines.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0);
  const whole = withRest(lines, left);
  if (whole !== null) return whole;
  const amount = (netMinor: number) => ({
    lineId: 'amount',
    sku: null,
    quantity: '1',
    netMinor,
    taxMinor: 0,
    taxCode: null,
  });
  return left < 0 ? [amount(totalMinor)] : [...lines, amount(left)];
}

function paidBack({ shopRefund, refund, goods, asked }: ReturnState): Money | null {
  if (shopRefund !== null) {
    const { amount, created_at, reason, lines } = shopRefund.refund;
    return { amount, currency: shopRefund.currency, at: created_at, reason, lines };
  }
  if (goods === null || refund === null || (refund.status !== 'made' && refund.status !== 'by_hand')) return null;
  const skus = new Map(goods.items.map(({ id, sku }) => [id, sku]));
  return {
    amount: refund.made?.amount ?? refund.amount,
    currency: goods.currency,
    at: refund.made?.created_at ?? null,
    reason: asked?.reason ?? '',
    lines: refund.lines.map((line) => ({ ...line, sku: skus.get(line.item_id) ?? '' })),
  };
}
