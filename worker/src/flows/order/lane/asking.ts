import type { Json } from '@causeway/contracts';
import { wantedStock } from '../goods/rest.ts';
import type { Lane, Operation, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { WORDS } from './words.ts';

/**
 * What a lane would do next: ask something (`taken` runs if it really is asked; `about` comes back with the answer), or
 * wait. Null: nothing.
 */
export type Step =
  | {
      readonly ask: Operation;
      readonly request: Json;
      readonly about?: string;
      readonly say?: string;
      readonly taken?: () => void;
    }
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
  // A state of a version before this one doesn't count all of them.
  lane.asked[step.ask] = (lane.asked[step.ask] ?? 0) + 1;
  const key = `${operation}#${lane.asked[step.ask]}`;
  lane.call = callOf(step, key);
  lane.notBefore = null;
  if (step.ask === 'create') Object.assign(lane, { tried: true, absent: false });
  step.taken?.();
  if (step.say !== undefined) turn.say(step.say);
  turn.calls.push({ key, role, operation, request: step.request });
}

function callOf({ ask, about }: Extract<Step, { ask: Operation }>, key: string): Lane<unknown>['call'] {
  return { key, operation: ask, ...(about === undefined ? {} : { about }) };
}

/** A look-up now, or when the last one is `lookUpEverySeconds` old. */
export function poll(turn: Turn, role: Role): Step {
  const due = (turn.state[role].lookedAt ?? 0) + turn.settings.lookUpEverySeconds * 1000;
  return due > turn.now ? { until: due } : find(turn, role);
}

/** The warehouse is asked for all of the order's releases, and for what it could send of what is missing. */
export function find(turn: Turn, role: Role): Step {
  const { externalId, nth } = turn.state;
  if (role === 'erp') return { ask: 'find', request: { externalId } };
  const free = wantedStock(turn);
  const request = { externalId, ...(nth > 1 ? { releases: nth } : {}), ...(free.length > 0 ? { free } : {}) };
  return { ask: 'find', request, ...(free.length > 0 ? { about: STOCK } : {}) };
}

/** A look-up that asks for stock, too. */
export const STOCK = 'stock';
