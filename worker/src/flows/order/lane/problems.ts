import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../../policy/raise.ts';
import { isLive } from '../../errand/dealings.ts';
import type { Intent } from '../intent.ts';
import type { OrderState, Role } from '../state.ts';
import { WORDS } from './words.ts';

/** What stands between us and a system: failures, refusals, documents that ended there, doubles. */
export function laneProblems(state: OrderState, intent: Intent | null): SubjectException[] {
  return (['erp', 'wms'] as const).flatMap((role) => {
    const lane = state[role];
    const problems = lane.problem === null ? [] : [lane.problem];
    if (lane.surplus !== null && lane.cancelRefused !== null)
      problems.push(doubled(role, lane.surplus, lane.cancelRefused));
    else if (lane.cancelRefused !== null && intent === 'cancel' && isLive(lane.doc) && state.final === null) {
      problems.push(cancelRefused(role, lane.cancelRefused));
    }
    if (lane.gone && intent !== 'cancel' && state.final === null) problems.push(endedThere(role, lane.doc?.id ?? ''));
    return problems;
  });
}

function doubled(role: Role, id: string, message: string): SubjectException {
  const { system, document } = WORDS[role];
  const detail = `The second ${document} ${id} could not be cancelled: ${message}`;
  return raise('duplicate', { about: [role], system, detail });
}

function cancelRefused(role: Role, message: string): SubjectException {
  const { system, document } = WORDS[role];
  return raise('conflict', {
    about: ['cancel_refused', role],
    title: `An order was cancelled in the shop, but ${system} does not let it go`,
    nextStep: `Stop the parcel or cancel the ${document} by hand, then press Retry; or set the order in the shop back.`,
    detail: message,
  });
}

function endedThere(role: Role, id: string): SubjectException {
  const { system, document } = WORDS[role];
  return raise('conflict', {
    about: ['cancelled_there', role],
    title: `${system === 'the ERP' ? 'The ERP' : 'The warehouse'} cancelled an order that the shop still wants`,
    nextStep: `Cancel the order in the shop too, or press Retry to send it anew.`,
    detail: `The ${document} ${id} is cancelled.`,
  });
}
