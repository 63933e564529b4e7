import type { DecisionContext, Gate, SubjectException } from '@causeway/contracts';
import { gatesOf } from './gates/index.ts';
import { exceptionsOf, judge } from './holds.ts';
import type { OrderSettings } from './settings.ts';
import { type StateName, situationOf } from './situation.ts';
import type { OrderState } from './state.ts';
import { Turn } from './turn.ts';
import { waitingFor } from './waiting-for.ts';
import { WORDING } from './words.ts';

/** "Where are you, and why?", answered from a state without deciding anything. Instants in epoch ms. */
export interface Explanation {
  readonly externalId: string | null;
  readonly number: string | null;
  readonly erpNumber: string | null;
  readonly state: StateName;
  readonly reason: string;
  readonly waitingFor: string;
  readonly since: number;
  readonly gates: readonly Gate[];
  readonly exceptions: readonly SubjectException[];
  /** Systems that a call is out to, or waits to go out to. */
  readonly calling: readonly ('erp' | 'wms')[];
}

/** Pure, as `decide`. */
export function explain(state: OrderState, context: DecisionContext<OrderSettings>): Explanation {
  const turn = new Turn(state, context);
  const verdict = judge(turn);
  const name = situationOf(turn.state, verdict, turn.now);
  const { externalId, shop, erp, accepted, shown } = turn.state;
  return {
    externalId,
    number: shop.order?.number ?? null,
    erpNumber: accepted ? (erp.doc?.number ?? null) : null,
    state: name,
    reason: WORDING[name].reason(turn.state, verdict),
    waitingFor: waitingFor(turn, verdict, name),
    since: shown.since,
    gates: gatesOf({ turn, verdict, name }).map(({ moving: _, ...gate }) => gate),
    exceptions: exceptionsOf(verdict),
    calling: (['erp', 'wms'] as const).filter((role) => turn.state[role].call !== null),
  };
}
