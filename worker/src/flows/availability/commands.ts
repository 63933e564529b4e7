import type { Command } from '@causeway/contracts';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { FIRST_DIFFERENCE } from './exceptions.ts';
import type { StockState } from './state.ts';
import { correct, DIFFERENCE } from './verification.ts';

/** By how many units the shop has more than it should, as the cause says it; null: no such difference is known. */
function waitingFor({ first, difference }: StockState, cause: string | null): string | null {
  if (difference !== null && cause !== FIRST_DIFFERENCE) return difference.units;
  return first === null || cause === DIFFERENCE ? null : fromScaled(scaled(first.stock) - scaled(first.base));
}

/** Does what a person asked in the panel. Returns what the story says of it. */
export function obey(state: StockState, { command, cause, reason }: Command): string {
  switch (command) {
    case 'retry':
    case 'replay':
      Object.assign(state, { notBefore: 0, keepBy: 0 });
      return 'Retry: the shop is told again';
    case 'resolve':
    case 'ignore':
      if (cause === null || cause === FIRST_DIFFERENCE) state.first = null;
      if (cause === null || cause === DIFFERENCE) state.accepted = state.difference?.units ?? null;
      return `${command === 'resolve' ? 'Resolved' : 'Ignored'}: ${reason || 'no reason given'}`;
    case 'approve': {
      const units = waitingFor(state, cause);
      if (units === null) return 'Not done: no difference waits to be approved';
      correct(state, units);
      return `Approved: the shop's stock is corrected by ${state.correction}`;
    }
    case 'reject':
      return 'Not done: Resolve or Ignore leaves the stock as it is';
    case 'acknowledge':
      return 'Acknowledged';
    default:
      return `Not done: a stock can't be asked for "${command}"`;
  }
}
