import { hash } from 'node:crypto';
import { type Decision, Effect, type EffectDraft, MIRROR_BYTES_MAX, SubjectKey } from '@causeway/contracts';
import { bytesOf, LIMITS } from '../limits.ts';
import { effectId, type NumberedEffect } from './effect-store.ts';

/** Where a subject's effect numbers are, and which mirror the shop has or will get. */
export interface Numbering {
  readonly epoch: number;
  readonly n: number;
  readonly mirrorHash: string | null;
}

/** A decision, checked and made of strings: what is left is to write it, and only the disk can refuse that. */
export interface Prepared extends Numbering {
  readonly state: string;
  readonly calls: readonly { key: string; role: string; operation: string; request: string }[];
  readonly timers: Decision<unknown>['timers'];
  readonly tells: Decision<unknown>['tells'];
  readonly effects: readonly NumberedEffect[];
  readonly labels: readonly string[];
  readonly open: boolean;
}

/** Throws on a decision that breaks a limit or the contract: one bad effect would spoil a whole exchange. */
export function prepare(subject: string, decision: Decision<unknown>, numbering: Numbering): Prepared {
  atMost('calls', decision.calls.length, LIMITS.callsMax);
  atMost('timers', decision.timers.length, LIMITS.timersMax);
  atMost('tells', decision.tells.length, LIMITS.tellsMax);
  for (const { name, at } of decision.timers) {
    named('timer', name);
    if (at !== null && !Number.isSafeInteger(at)) throw new RangeError('a timer must be whole epoch ms');
  }
  for (const { subject: other, body } of decision.tells) {
    SubjectKey.parse(other);
    atMost('bytes of a tell', bytesOf(json(body)), LIMITS.tellBytesMax);
  }
  const state = json(decision.state);
  atMost('bytes of the state', bytesOf(state), LIMITS.stateBytesMax);
  const { timers, tells, open } = decision;
  return {
    state,
    timers,
    tells,
    open,
    calls: callsOf(decision),
    labels: labelsOf(decision),
    ...number(subject, decision.effects, numbering),
  };
}

/** Gives drafts their numbers; of several mirrors the last, and that only if it says something new. */
export function number(subject: string, drafts: readonly EffectDraft[], from: Numbering) {
  atMost('effects', drafts.length, LIMITS.effectsMax);
  const effects: NumberedEffect[] = [];
  let { n, mirrorHash } = from;
  const newest = drafts.findLast((draft) => draft.kind === 'mirror');
  for (const draft of drafts) {
    if (draft.kind === 'mirror') {
      if (draft !== newest) continue;
      const body = json(draft.body);
      const shown = hash('sha256', body, 'base64url');
      if (shown === mirrorHash) continue;
      atMost('bytes of the mirror', bytesOf(body), MIRROR_BYTES_MAX);
      mirrorHash = shown;
    }
    n++;
    named('effect', draft.key);
    const { key, ...effect } = draft;
    effects.push({
      key,
      effect: Effect.parse({ ...effect, id: effectId(subject, from.epoch, n), subject, epoch: from.epoch, n }),
    });
  }
  return { effects, epoch: from.epoch, n, mirrorHash };
}

function callsOf({ calls }: Decision<unknown>) {
  return calls.map(({ key, role, operation, request }) => {
    named('call', key);
    named('role', role);
    named('operation', operation);
    const body = json(request);
    atMost('bytes of a request', bytesOf(body), LIMITS.requestBytesMax);
    return { key, role, operation, request: body };
  });
}

function labelsOf({ labels }: Decision<unknown>): string[] {
  const unique = [...new Set(labels)].sort();
  atMost('labels', unique.length, LIMITS.labelsMax);
  for (const label of unique) named('label', label);
  return unique;
}

function named(what: string, name: string): void {
  if (typeof name !== 'string' || name === '') throw new TypeError(`a ${what} without a name`);
  atMost(`characters of a ${what}'s name`, name.length, LIMITS.nameMax);
}

function atMost(what: string, found: number, limit: number): void {
  if (found > limit) throw new RangeError(`${what}: ${found}, at most ${limit}`);
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('not JSON');
  return text;
}
