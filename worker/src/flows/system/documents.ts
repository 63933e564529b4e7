import type { EffectAnswer, FlowEvent } from '@causeway/contracts';
import { countOf } from './mirror.ts';
import { ASKED_MAX, type SystemState, UNKNOWN_MAX } from './state.ts';

type Of<T extends FlowEvent['type']> = Extract<FlowEvent, { type: T }>;

/**
 * A document without an order here is asked for once, however often the system tells of it meanwhile. Returns false
 * where there is no room for it: the shop could not be asked for too long.
 */
export function unclaimed(state: SystemState, { document, source, body }: Of<'unclaimed'>, now: number): boolean {
  if (state.asked.some((one) => one.document === document)) return true;
  if (state.asked.length >= ASKED_MAX) return false;
  state.asked = [...state.asked, { document, source, body, since: now }];
  return true;
}

/** Returns the documents that are unknown as of now and were not before. */
export function sought(state: SystemState, { found, unknown }: Of<'sought'>): string[] {
  const settled = new Set([...found, ...unknown]);
  const asked = state.asked.filter(({ document }) => settled.has(document));
  state.asked = state.asked.filter(({ document }) => !settled.has(document));
  state.unknown = state.unknown.filter(({ document }) => !found.includes(document));
  const known = new Set(state.unknown.map(({ document }) => document));
  const news = asked.filter(({ document }) => unknown.includes(document) && !known.has(document));
  const mirror = state.mirror.asked + 1;
  const all = [...state.unknown, ...news.map((one) => ({ ...one, mirror, version: null }))];
  state.left += Math.max(0, all.length - UNKNOWN_MAX);
  state.unknown = all.slice(-UNKNOWN_MAX);
  return news.map(({ document }) => document);
}

/** Documents that a mirror showed first are settled only by who saw that one. */
export function withVersion(state: SystemState, key: string, { result, epoch, n }: EffectAnswer): void {
  if (result !== 'applied' && result !== 'already') return;
  const told = countOf(key);
  state.unknown = state.unknown.map((one) =>
    one.version === null && one.mirror <= told ? { ...one, version: { epoch, n } } : one,
  );
}

/** The shop is asked again for all that it knew nothing of. */
export function askAgain(state: SystemState, now: number): void {
  const again = state.unknown.map(({ document, source, body }) => ({ document, source, body, since: now }));
  const waiting = new Set(state.asked.map(({ document }) => document));
  state.asked = [...state.asked, ...again.filter(({ document }) => !waiting.has(document))].slice(0, ASKED_MAX);
}
