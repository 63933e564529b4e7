import type { Json } from '@causeway/contracts';
import type { Operation, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { WORDS } from './words.ts';

/** What a lane would do next: ask something (`taken` runs if it really is asked), or wait. Null: nothing. */
export type Step =
  | { readonly ask: Operation; readonly request: Json; readonly say?: string; readonly taken?: () => void }
  | { readonly until: number }
  | null;

/** Takes a step unless the lane must be quiet; then wakes the subject when it may go on. */
export function take(turn: Turn, role: Role, step: Step): void {
  const lane = turn.state[role];
  if (step === null || lane.call !== null || lane.stopped) return;
  const until = Math.max('until' in step ? step.until : 0, lane.notBefore ?? 0, lane.settlesAt);
  if (until > turn.now) {
    turn.wake(role, until);
    return;
  }
  if ('until' in step) return;
  const operation = WORDS[role].operations[step.ask];
  lane.asked[step.ask] += 1;
  const key = `${operation}#${lane.asked[step.ask]}`;
  lane.call = { key, operation: step.ask };
  lane.notBefore = null;
  if (step.ask === 'create') Object.assign(lane, { tried: true, absent: false });
  step.taken?.();
  if (step.say !== undefined) turn.say(step.say);
  turn.calls.push({ key, role, operation, request: step.request });
}

/** A look-up now, or when the last one is `lookUpEverySeconds` old. */
export function poll(turn: Turn, role: Role): Step {
  const due = (turn.state[role].lookedAt ?? 0) + turn.settings.lookUpEverySeconds * 1000;
  return due > turn.now ? { until: due } : find(turn);
}

export function find(turn: Turn): Step {
  return { ask: 'find', request: { externalId: turn.state.externalId } };
}
