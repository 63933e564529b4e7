import type { Category, OrderSnapshot, SalesOrder } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { currencyDigits, readable } from '../../policy/rounding/currency.ts';
import { fromMinor, plainDecimal } from '../../policy/rounding/money.ts';
import { isLive, progressed } from '../errand/dealings.ts';
import { audit } from './audit.ts';
import { readOrder } from './canonical/reading.ts';
import { toSalesOrder } from './canonical/sales-order.ts';
import { isSameGoods } from './edits/conflicts.ts';
import { partsOf, UNTOLD } from './edits/parts.ts';
import { intentOf } from './intent.ts';
import type { Sent } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Accepts what was read back: exactly one live document whose total and currency are what we sent. Everything that an
 * ERP *said* about creating counts for nothing here.
 */
export function accept(turn: Turn): void {
  const { state } = turn;
  const { erp } = state;
  if (state.accepted || erp.doc === null || !isLive(erp.doc) || erp.surplus !== null || erp.look || erp.call !== null)
    return;
  // What is to be cancelled needs no acceptance, and a wrong total must not stop the cancelling.
  if (intentOf(state, turn.settings) === 'cancel') return;
  const expected = state.sent ?? expectation(turn);
  if (expected === null || erp.stopped) return;
  const { totalMinor, currency, number } = erp.doc;
  if (totalMinor !== expected.totalMinor || currency !== expected.currency) {
    const detail = `${number} says ${readable(totalMinor, currency)}, the shop ${readable(expected.totalMinor, expected.currency)}.`;
    disagree(turn, 'total_mismatch', ['erp'], detail);
    return;
  }
  // Whoever sent it left no word of the goods either: where the ERP tells its lines, they say.
  if (state.sent === null && erp.doc.lines !== undefined && !isSameGoods(erp.doc.lines, expected.goods ?? [])) {
    disagree(turn, 'conflict', ['erp', 'goods'], `${number} has other goods or quantities than the shop's order.`);
    return;
  }
  state.accepted = true;
  // Whoever sent it left no word of where it goes, and the shop may have changed that since: the ERP is told anew.
  if (state.sent === null) erp.holds = UNTOLD;
  state.sent = expected;
  progressed(erp);
  turn.reach('checks');
  if (!turn.reach('accepted')) return;
  turn.say(`The ERP accepted the order as ${number}`, 'info', 'erp');
  const amount = fromMinor(totalMinor, currencyDigits(currency));
  audit(turn, 'erp_order_created', { about: number, after: `${amount} ${currency}`, why: 'Read back and compared' });
}

function disagree(turn: Turn, category: Category, about: readonly string[], detail: string): void {
  const { erp } = turn.state;
  erp.problem = raise(category, { about, system: 'the ERP', detail });
  erp.stopped = true;
  turn.say(`The ERP's document does not agree: ${detail}`, 'error', 'erp');
}

/** What is kept of an order that goes to the ERP, to be compared with what is read back and with later edits. */
export function sentOf(order: SalesOrder, shown: OrderSnapshot, digest: string): Sent {
  const items = order.lines.filter(({ kind }) => kind === 'item');
  return {
    totalMinor: order.totalMinor,
    currency: order.currency,
    digest,
    parts: partsOf(shown),
    goods: items.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity: plainDecimal(quantity) })),
  };
}

/** What a document of the order as it is now should say; for one that an engine before us had created. */
function expectation(turn: Turn): Sent | null {
  const { state, settings } = turn;
  if (state.shop.order === null || state.shop.digest === null || state.externalId === null) return null;
  const identity = { externalId: state.externalId, traceId: state.traceId ?? '' };
  const order = toSalesOrder(readOrder(state.shop.order, settings), identity);
  return order && sentOf(order, state.shop.order, state.shop.digest);
}
