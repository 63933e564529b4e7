import type { Command } from '@causeway/contracts';
import { knewOf } from '../seen.ts';
import { askAgain } from './documents.ts';
import { unknownDocumentsCause } from './exceptions.ts';
import type { SystemState } from './state.ts';

/** Does what a person asked in the panel. Returns what the story says of it. */
export function obey(state: SystemState, command: Command, now: number, system: string): string {
  switch (command.command) {
    case 'retry':
      askAgain(state, now);
      return 'Retry: the shop is asked again';
    case 'resolve':
      // Told also where nothing changed: an engine that lost its file must still be able to close what it once opened.
      state.mirror = { ...state.mirror, digest: null };
      if (command.cause !== null && command.cause !== unknownDocumentsCause(system))
        return 'Not resolved: it closes when the configuration has a later day';
      resolve(state, command.seen);
      return `Resolved: ${command.reason || 'no reason given'}`;
    case 'acknowledge':
      return 'Acknowledged';
    case 'ignore':
      return `Ignored: ${command.reason || 'no reason given'}`;
    case 'skip':
    case 'replay':
    case 'backfill':
    case 'approve':
    case 'reject':
      return `Not done: a system is no order that could be asked for "${command.command}"`;
  }
}

/** Only what they saw is settled: a document that came since stays, and keeps the exception open. */
function resolve(state: SystemState, seen: Command['seen']): void {
  state.unknown = state.unknown.filter(({ version }) => !knewOf(seen, version, state.mirror.last));
  state.left = 0;
}
