import type { HeldRole } from '@causeway/contracts';
import type { Role } from '../state.ts';
import type { Turn } from '../turn.ts';

/** Why the lane's call has not left; null: it is out, there is none, or it only looks after what is known already. */
export function keptBy(turn: Turn, role: Role): HeldRole | null {
  const { call, doc, look } = turn.state[role];
  // A poll that waits is no news: it would be two mirrors of every open order for each maintenance window.
  if (call === null || (call.operation === 'find' && doc !== null && !look)) return null;
  return turn.held[role] ?? null;
}

/** Reasons whose instant moves with every try; the mirror leaves it out. */
export const MOVES: ReadonlySet<string> = new Set(['silent', 'sign_in', 'rate']);
