import type { DecisionContext, SalesOrder, SubjectException } from '@causeway/contracts';
import { newState } from './beginning.ts';
import { toSalesOrder } from './canonical/sales-order.ts';
import { exceptionsOf, judge } from './holds.ts';
import type { Intent } from './intent.ts';
import { takeLook } from './look.ts';
import type { OrderSettings } from './settings.ts';
import { Turn } from './turn.ts';

/** What would become of an order that nobody has dealt with yet. */
export interface Foresight {
  readonly externalId: string | null;
  /** What the shop wants of it; null: its snapshot can't be read. */
  readonly intent: Intent | null;
  /** Why it would be held; none: it would go to the ERP. */
  readonly holds: readonly SubjectException[];
  /** What the ERP would get, where the shop wants it sent and nothing holds it. */
  readonly order: SalesOrder | null;
}

/** The order's own checks and mapping, with nothing sent. Pure, as `decide`. */
export function foresee(snapshot: unknown, context: DecisionContext<OrderSettings>): Foresight {
  const turn = new Turn(newState(context.subject), context);
  takeLook(turn, { incarnation: 1, rev: 1, snapshot: snapshot as null }, false);
  const verdict = judge(turn);
  const { externalId } = turn.state;
  const holds = exceptionsOf(verdict);
  const free = verdict.intent === 'send' && holds.length === 0 && verdict.reading !== null && externalId !== null;
  const order = free && verdict.reading !== null ? toSalesOrder(verdict.reading, { externalId, traceId: '' }) : null;
  return { externalId, intent: verdict.intent, holds, order };
}
