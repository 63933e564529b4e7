import type { Decider, Decision, EffectDraft, FlowEvent, SubjectException, Timer } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { nextTurn } from '../../policy/secret-expiry.ts';
import { NO_AUDIT, withEntry } from '../audit/pending.ts';
import { copied } from '../copied.ts';
import { obey } from './commands.ts';
import { sought, unclaimed, withVersion } from './documents.ts';
import { exceptionsOf } from './exceptions.ts';
import { mirror, mirrored, say } from './mirror.ts';
import { ASKED_MAX, newState, type SystemState } from './state.ts';
import { waitingTurn } from './waiting.ts';

const RETRY = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };
const TIMER = 'mirror';
const SECRETS_TIMER = 'secrets';
const WAITING_TIMER = 'waiting';
const FULL = `More than ${ASKED_MAX} documents wait to be looked for in the shop; further ones are left out`;

/**
 * An outside system as a subject of a shop (`system/erp`): what it tells that belongs to no order. A document that no
 * subject here is about waits in `asked` until the shop was asked; one that the shop doesn't know is shown as an exception,
 * and so is a secret that ends within two weeks, until the configuration has a later day, and what its calls wait for too long.
 * The subject never closes: its effect numbers must not begin again.
 */
export const systemFlow: Decider<SystemState, unknown> = {
  flow: 'system',
  version: 1,
  initial: newState,
  // The shop keeps no checkpoint of a system: what is lost with the engine's file, the system tells again.
  fromCheckpoint: () => null,
  decide(before, event, { now, subject }) {
    const state = copied(before);
    const system = systemOf(subject);
    const wake = absorb(state, event, subject, now);
    const exceptions = exceptionsOf(state, system, now);
    const shown = wake === null ? mirror(state, exceptions, now) : null;
    const again = wake === null ? [] : [{ name: TIMER, at: wake }];
    return decision(state, shown, [...again, ...secretTimers(state, now), ...waitingTimers(state, now)], exceptions);
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
    case 'secrets':
      state.secrets = event.secrets;
      return null;
    case 'waiting':
      state.waiting = event.waiting && {
        since: state.waiting?.reason === event.waiting.reason ? state.waiting.since : now,
        ...event.waiting,
      };
      return null;
    case 'operated': {
      const done = event.act === 'resume' ? 'Calls go on' : 'Calls were told to wait';
      say(state, now, event.reason === '' ? done : `${done}: ${event.reason}`, 'operator');
      const action = event.act === 'resume' ? 'system_resumed' : 'system_paused';
      const told = { at: now, action, actor: 'operator', about: systemOf(subject), why: event.reason };
      state.audit = withEntry(state.audit ?? NO_AUDIT, state.mirror.asked + 1, told);
      return null;
    }
    case 'command':
      say(state, now, obey(state, event.command, now, systemOf(subject)), `user:${event.command.by.user_id}`);
      return null;
    case 'answered':
      withVersion(state, event.key, event.answer);
      return mirrored(state, event.key, event.answer) ? null : now + backOffMs(RETRY, subject, state.mirror.fails);
    case 'lost':
      // The shop was restored: what it was told of a system, too, may be gone.
      state.mirror = { ...state.mirror, digest: null };
      return null;
    default:
      return null;
  }
}

/** Wakes the subject when a secret comes nearer to its end: a worker may run for months. */
function secretTimers({ secrets }: SystemState, now: number): Timer[] {
  return secrets === undefined ? [] : [{ name: SECRETS_TIMER, at: nextTurn(secrets, now) }];
}

function waitingTimers({ waiting }: SystemState, now: number): Timer[] {
  return waiting === undefined ? [] : [{ name: WAITING_TIMER, at: waitingTurn(waiting, now) }];
}

const systemOf = (subject: string): string => subject.slice(subject.indexOf('/') + 1);

function decision(
  state: SystemState,
  shown: EffectDraft | null,
  timers: Timer[],
  exceptions: readonly SubjectException[],
): Decision<SystemState> {
  const labels = exceptions.map(({ cause }) => cause);
  return { state, calls: [], timers, tells: [], effects: shown === null ? [] : [shown], labels, open: true };
}
