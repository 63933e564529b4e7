import type { EffectDraft, SubjectException } from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import type { StockState } from './state.ts';

const STORY_MAX = 10;

/** What the shop shows of the SKU's stock; null: nothing was ever to be seen. The engine leaves out what it shows already. */
export function mirror(state: StockState, exceptions: readonly SubjectException[], now: number): EffectDraft | null {
  tellChanges(state, exceptions, now);
  if (state.timeline.length === 0) return null;
  const [first] = exceptions;
  const waiting = exceptions.some(({ severity }) => severity !== 'info');
  return {
    kind: 'mirror',
    key: 'mirror',
    body: {
      state: first === undefined ? 'in_order' : waiting ? 'needs_attention' : 'not_followed',
      reason: first?.title ?? '',
      waiting_for: waiting ? 'a person' : '',
      since: state.shown.since,
      attempt: null,
      open: waiting,
      external_id: null,
      erp_number: null,
      trace_id: null,
      stages: [],
      gates: [],
      timeline: [...state.timeline],
      exceptions: [...exceptions],
      checkpoint: null,
    },
  };
}

export function say(state: StockState, at: number, text: string, actor = 'causeway'): void {
  const level = actor === 'causeway' ? 'warning' : 'info';
  state.timeline = [...state.timeline, { at, actor, text: cut(text, 200), level } as const].slice(-STORY_MAX);
}

function tellChanges(state: StockState, exceptions: readonly SubjectException[], now: number): void {
  const causes = exceptions.map(({ cause }) => cause);
  const before = state.shown.causes;
  for (const { cause, title } of exceptions) if (!before.includes(cause)) say(state, now, title);
  if (before.length > 0 && causes.length === 0) say(state, now, 'In order again');
  if (String(before) !== String(causes)) state.shown = { causes, since: now };
}
