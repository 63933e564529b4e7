import type { SubjectException } from '@causeway/contracts';
import { ORDER_VARIANCES } from '../../policy/variances.ts';
import { varianceRemarks } from '../variances.ts';
import { type Reading, readOrder } from './canonical/reading.ts';
import { runChecks } from './checks/index.ts';
import { changedKey, closedAgain, refunded, reopened, unknownStatus } from './disagreements.ts';
import { edited } from './edits/conflicts.ts';
import { isReleased } from './goods/releases.ts';
import { type Intent, intentOf, isBeforeGoLive } from './intent.ts';
import { laneProblems } from './lane/problems.ts';
import { overtaken } from './overtaken.ts';
import { warehouseRemarks } from './remarks.ts';
import { lostInRestore } from './restored.ts';
import type { Final, OrderState } from './state.ts';
import { tellingProblems } from './tellings.ts';
import type { Turn } from './turn.ts';

/** The order judged at this moment: what the shop wants, and what stands in the way. */
export interface Verdict {
  readonly intent: Intent | null;
  readonly beforeGoLive: boolean;
  readonly reading: Reading | null;
  /** The checks' holds: nothing may be created at the ERP. */
  readonly checks: readonly SubjectException[];
  /** Disagreements and troubles with which nothing new is begun. */
  readonly blocking: readonly SubjectException[];
  /** What a person should see while the order goes on. */
  readonly remarks: readonly SubjectException[];
}

/** Ends after which nothing of the order is anybody's trouble but a person's. */
const LEFT_ALONE: readonly Final[] = ['closed_by_person', 'skipped', 'lost_in_restore'];

export function judge(turn: Turn): Verdict {
  const { state, settings } = turn;
  const intent = intentOf(state, settings);
  const beforeGoLive = isBeforeGoLive(state, turn.shop.goLiveAt);
  const reading = state.shop.order === null ? null : readOrder(state.shop.order, settings);
  const quiet = state.final !== null && LEFT_ALONE.includes(state.final);
  const asksChecks = intent === 'send' && !state.accepted && state.final === null && !beforeGoLive;
  const checks = asksChecks && reading !== null ? runChecks(reading, settings) : [];
  const disagreements = quiet ? [] : disagreementsOf(turn, intent, beforeGoLive);
  const underWay = isUnderWay(state);
  return {
    intent,
    beforeGoLive,
    reading,
    checks,
    blocking: [...(underWay ? [] : disagreements), ...(quiet ? [] : laneProblems(state, intent))],
    remarks: [
      ...lostInRestore(state),
      ...(underWay ? disagreements : []),
      ...(quiet
        ? []
        : [
            ...warehouseRemarks(state, settings),
            ...tellingProblems(turn),
            ...varianceRemarks(state.variances, ORDER_VARIANCES),
          ]),
    ].filter(({ cause }) => !state.settled.causes.includes(cause)),
  };
}

/** The warehouse has it (or it is over): a disagreement is told, but what left is still followed. */
function isUnderWay(state: OrderState): boolean {
  return isReleased(state) || state.final === 'completed';
}

function disagreementsOf(turn: Turn, intent: Intent | null, beforeGoLive: boolean): SubjectException[] {
  const { state } = turn;
  if (beforeGoLive) return refunded(state, true);
  return [
    ...(state.shop.unreadable === null ? [] : [state.shop.unreadable]),
    ...changedKey(state, turn.shop.code),
    ...(intent === 'unknown' ? unknownStatus(state) : []),
    ...reopened(state, intent),
    ...closedAgain(state, intent),
    ...overtaken(state),
    ...edited(state, intent, turn.settings),
    ...(turn.settings.follows?.returns || (intent === 'cancel' && state.final !== 'completed')
      ? []
      : refunded(state, false)),
  ];
}

/** All that the shop shows, the gravest reason first. */
export function exceptionsOf(verdict: Verdict): SubjectException[] {
  const all = [...verdict.blocking, ...verdict.checks, ...verdict.remarks];
  const byCause = new Map(all.map((exception) => [exception.cause, exception] as const));
  return [...byCause.values()].slice(0, 10);
}
