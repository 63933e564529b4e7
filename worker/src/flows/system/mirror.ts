import { createHash } from 'node:crypto';
import { type EffectAnswer, type EffectDraft, isBefore, type Mirror, type SubjectException } from '@causeway/contracts';
import { POLICY } from '../../policy/taxonomy.ts';
import type { SystemState } from './state.ts';

const NAMED_MAX = 20;

export const causeOf = (system: string): string => `missing_reference:unknown_document:${system}`;

/** The mirror that the shop has to get now; null: it has what there is to see, or nothing was ever to be seen. */
export function mirror(state: SystemState, system: string, now: number): EffectDraft | null {
  const exceptions = state.unknown.length > 0 ? [unknownDocuments(state, system)] : [];
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
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 32);
  const nothingYet = state.mirror.asked === 0 && state.timeline.length === 0;
  if (nothingYet || digest === state.mirror.digest) return null;
  const asked = state.mirror.asked + 1;
  state.mirror = { ...state.mirror, asked, digest };
  return { kind: 'mirror', key: keyOf(asked), body };
}

/** Takes the shop's answer in; false: it has to be told again. */
export function mirrored(state: SystemState, key: string, { result, epoch, n }: EffectAnswer): boolean {
  const told = Number(key.slice(keyOf(0).length - 1));
  if (result === 'applied' || result === 'already') {
    const version = { epoch, n };
    const last = state.mirror.last === null || isBefore(state.mirror.last, version) ? version : state.mirror.last;
    state.mirror = { ...state.mirror, last, fails: 0 };
    state.unknown = state.unknown.map((one) =>
      one.version === null && one.mirror <= told ? { ...one, version } : one,
    );
    return true;
  }
  if (told !== state.mirror.asked) return true;
  state.mirror = { ...state.mirror, digest: null, fails: state.mirror.fails + 1 };
  return false;
}

const keyOf = (count: number): string => `mirror#${count}`;

function unknownDocuments({ unknown, left }: SystemState, system: string): SubjectException {
  const named = unknown.slice(-NAMED_MAX).map(({ document }) => document);
  const more = unknown.length - named.length + left;
  return {
    cause: causeOf(system),
    category: 'missing_reference',
    severity: 'warning',
    owner: POLICY.missing_reference.owner,
    title: `"${system}" tells of documents under this shop's code that the shop has no order for`,
    next_step: `Search ${system} for the numbers in the detail: find out who made them, or cancel them there; then Resolve. Retry asks the shop for them again. What came is kept for 30 days beside the worker, in its folder "unclaimed".`,
    detail: `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  };
}
