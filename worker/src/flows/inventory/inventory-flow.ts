import type { Command, Decider, FlowEvent } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { NO_AUDIT, withEntry } from '../audit/pending.ts';
import { copied } from '../copied.ts';
import { mirror, mirrored, say } from '../system/mirror.ts';
import { exceptionsOf, heldCause } from './exceptions.ts';
import { type InventoryState, newInventoryState } from './state.ts';

const RETRY = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };
const TIMER = 'mirror';

/**
 * A shop's source of stock as a subject (`inventory/erp`): what it told and waits for a person, its silence, its places that are
 * offline, its lines that nobody can read. What a person says of a held telling stands in the state, where the ledger finds
 * it: no call could be lost on the way. The subject never closes: its effect numbers must not begin again.
 */
export const inventoryFlow: Decider<InventoryState, unknown> = {
  flow: 'inventory',
  version: 1,
  initial: newInventoryState,
  // The shop keeps no checkpoint of a source: what is lost with the engine's file is told again.
  fromCheckpoint: () => null,
  decide(before, event, { now, subject }) {
    const state = copied(before);
    const role = subject.slice(subject.indexOf('/') + 1);
    const wake = absorb(state, event, role, now);
    const exceptions = exceptionsOf(state, role);
    const shown = wake === null ? mirror(state, exceptions, now) : null;
    return {
      state,
      calls: [],
      timers: wake === null ? [] : [{ name: TIMER, at: wake }],
      tells: [],
      effects: shown === null ? [] : [shown],
      labels: exceptions.map(({ cause }) => cause),
      open: true,
    };
  },
};

/** Returns when to tell the shop again what it did not take (epoch ms); null: tell what is new now. */
function absorb(state: InventoryState, event: FlowEvent, role: string, now: number): number | null {
  switch (event.type) {
    case 'source': {
      const { type: _, ...source } = event;
      const heldBefore = state.source?.held ?? null;
      if (source.held !== null && source.held.id !== heldBefore?.id)
        say(state, now, `${source.held.falls} SKUs fell at once, ${source.held.zeros} to nothing: held for a person`);
      if (source.held === null && heldBefore !== null) say(state, now, 'What was held is settled');
      if (source.held?.id !== state.verdict?.held) state.verdict = null;
      state.source = source;
      return null;
    }
    case 'command':
      say(state, now, obey(state, event.command, role, now), `user:${event.command.by.user_id}`);
      return null;
    case 'answered':
      return mirrored(state, event.key, event.answer) ? null : now + backOffMs(RETRY, role, state.mirror.fails);
    case 'lost':
      state.mirror = { ...state.mirror, digest: null };
      return null;
    default:
      return null;
  }
}

/** Does what a person asked in the panel. Returns what the story says of it. */
function obey(state: InventoryState, { command, by, reason, cause }: Command, role: string, now: number): string {
  switch (command) {
    case 'approve':
    case 'reject': {
      const held = state.source?.held ?? null;
      if (held === null || (cause !== null && cause !== heldCause(role))) return 'Not done: nothing is held any more';
      if (state.verdict?.held === held.id) return 'Not done: somebody has decided already';
      state.verdict = { held: held.id, approve: command === 'approve' };
      const action = command === 'approve' ? 'stock_approved' : 'stock_rejected';
      const told = { at: now, action, actor: `user:${by.user_id}`, about: role, why: reason };
      const fell = { before: `${held.before} units`, after: `${held.after} units` };
      state.audit = withEntry(state.audit ?? NO_AUDIT, state.mirror.asked + 1, { ...told, ...fell });
      return command === 'approve' ? 'Approved: the shop is told' : 'Rejected: the old stock stays';
    }
    case 'acknowledge':
      return 'Acknowledged';
    case 'ignore':
      return `Ignored: ${reason || 'no reason given'}`;
    default:
      // Told also where nothing changed: an engine that lost its file must still be able to close what it once opened.
      state.mirror = { ...state.mirror, digest: null };
      return 'Not done: it closes by itself once the source is in order';
  }
}
