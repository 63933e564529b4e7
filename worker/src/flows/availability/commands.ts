import type { Command } from '@causeway/contracts';
import { FIRST_DIFFERENCE } from './exceptions.ts';
import type { StockState } from './state.ts';

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
      return `${command === 'resolve' ? 'Resolved' : 'Ignored'}: ${reason || 'no reason given'}`;
    case 'acknowledge':
      return 'Acknowledged';
    default:
      return `Not done: a stock can't be asked for "${command}"`;
  }
}
