import type { Decider, Decision, EffectDraft, FlowEvent, Timer } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { obey } from './commands.ts';
import { sought, unclaimed } from './documents.ts';
import { causeOf, mirror, mirrored } from './mirror.ts';
import { ASKED_MAX, newState, STORY_MAX, type SystemState } from './state.ts';

const RETRY = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };
const TIMER = 'mirror';
const FULL = `More than ${ASKED_MAX} documents wait to be looked for in the shop; further ones are left out`;

/**
 * An outside system as a subject of a shop (`system/erp`): what it tells that belongs to no order. A document that no
 * subject here is about waits in `asked` until the shop was asked; one that the shop doesn't know is shown as an exception.
 * The subject never closes: its effect numbers must not begin again.
 */
export const systemFlow: Decider<SystemState, unknown> = {
  flow: 'system',
  version: 1,
  initial: newState,
  // The shop keeps no checkpoint of a system: what is lost with the engine's file, the system tells again.
  fromCheckpoint: () => null,
  decide(before, event, { now, subject }) {
    const state = structuredClone(before);
    const system = subject.slice(subject.indexOf('/') + 1);
    const wake = absorb(state, event, subject, now);
    const shown = wake === null ? mirror(state, system, now) : null;
    return decision(state, shown, wake === null ? [] : [{ name: TIMER, at: wake }], system);
  },
};

/** Returns when to tell the shop again what it did not take (epoch ms); null: tell what is new now. */
function absorb(state: SystemState, event: FlowEvent, subject: string, now: number): number | null {
  switch (event.type) {
    case 'unclaimed':
      if (!unclaimed(state, event, now) && state.timeline.at(-1)?.text !== FULL) say(state, now, FULL);
      return null;
    case 'sought':
      for (const document of sought(state, event)) say(state, now, `The shop has no order for ${document}`);
      return null;
    case 'command':
      say(state, now, obey(state, event.command, now), `user:${event.command.by.user_id}`);
      return null;
    case 'answered':
      return mirrored(state, event.key, event.answer) ? null : now + backOffMs(RETRY, subject, state.mirror.fails);
    case 'lost':
      // The shop was restored: what it was told of a system, too, may be gone.
      state.mirror = { ...state.mirror, digest: null };
      return null;
    default:
      return null;
  }
}

function say(state: SystemState, at: number, text: string, actor = 'causeway'): void {
  const level = actor === 'causeway' ? 'warning' : 'info';
  state.timeline = [...state.timeline, { at, actor, text: text.slice(0, 200), level } as const].slice(-STORY_MAX);
}

function decision(
  state: SystemState,
  shown: EffectDraft | null,
  timers: Timer[],
  system: string,
): Decision<SystemState> {
  const labels = state.unknown.length > 0 ? [causeOf(system)] : [];
  return { state, calls: [], timers, tells: [], effects: shown === null ? [] : [shown], labels, open: true };
}
