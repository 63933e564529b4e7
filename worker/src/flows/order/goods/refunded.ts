import type { OrderSnapshot } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';

type Refunded = Pick<OrderSnapshot, 'refunds'>;

/** What all refunds of an order give back, in its currency. */
export const refundedTotal = ({ refunds }: Refunded): string =>
  fromScaled(refunds.reduce((sum, { amount }) => sum + scaled(amount), 0n));

/** How many units of a line its refunds take back (as `scaled`), but for those in `except`. */
export function refundedUnits({ refunds }: Refunded, itemId: number, except: readonly number[] = []): bigint {
  const lines = refunds.flatMap(({ id, lines }) => (except.includes(id) ? [] : lines));
  return lines.reduce((sum, line) => (line.item_id === itemId ? sum + scaled(line.quantity) : sum), 0n);
}
