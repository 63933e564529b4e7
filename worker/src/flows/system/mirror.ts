import { hash } from 'node:crypto';
import { type EffectAnswer, type EffectDraft, isBefore, type Mirror, type SubjectException } from '@causeway/contracts';
import { afterMirror, NO_AUDIT, toTell } from '../audit/pending.ts';
import { type ShownState, STORY_MAX } from './state.ts';

/** The mirror that the shop has to get now; null: it has what there is to see, or nothing was ever to be seen. */
export function mirror(state: ShownState, exceptions: SubjectException[], now: number): EffectDraft | null {
  const name = exceptions.length > 0 ? 'needs_attention' : 'in_order';
  if (state.shown.state !== name) state.shown = { state: name, since: now };
  const body: Mirror = {
    state: name,
    reason: exceptions[0]?.title ?? '',
    waiting_for: exceptions.length > 0 ? 'a person' : '',
    since: state.shown.since,
    attempt: null,
    open: exceptions.length > 0,
    external_id: null,
    erp_number: null,
    trace_id: null,
    stages: [],
    gates: [],
    timeline: [...state.timeline],
    exceptions,
    checkpoint: null,
  };
  const audit = state.audit ?? NO_AUDIT;
  const digest = hash('sha256', JSON.stringify({ body, audit: audit.recorded })).slice(0, 32);
  const nothingYet = state.mirror.asked === 0 && state.timeline.length === 0 && exceptions.length === 0;
  if (nothingYet || digest === state.mirror.digest) return null;
  const asked = state.mirror.asked + 1;
  state.mirror = { ...state.mirror, asked, digest };
  return { kind: 'mirror', key: keyOf(asked), body: { ...body, ...toTell(audit) } };
}

/** Takes the shop's answer in; false: it has to be told again. */
export function mirrored(state: ShownState, key: string, { result, epoch, n }: EffectAnswer): boolean {
  const told = countOf(key);
  if (result === 'applied' || result === 'already') {
    const version = { epoch, n };
    if (result === 'applied' && state.audit !== undefined) state.audit = afterMirror(state.audit, told);
    const last = state.mirror.last === null || isBefore(state.mirror.last, version) ? version : state.mirror.last;
    state.mirror = { ...state.mirror, last, fails: 0 };
    return true;
  }
  if (told !== state.mirror.asked) return true;
  state.mirror = { ...state.mirror, digest: null, fails: state.mirror.fails + 1 };
  return false;
}

/** A line of the subject's story; what Causeway itself has to say is a warning. */
export function say(state: ShownState, at: number, text: string, actor = 'causeway'): void {
  const level = actor === 'causeway' ? 'warning' : 'info';
  state.timeline = [...state.timeline, { at, actor, text: text.slice(0, 200), level } as const].slice(-STORY_MAX);
}

const keyOf = (count: number): string => `mirror#${count}`;
/** Which of the subject's mirrors it was. */
export const countOf = (key: string): number => Number(key.slice(keyOf(0).length - 1));
