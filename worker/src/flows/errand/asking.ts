import type { Json } from '@causeway/contracts';
import type { Document } from './dealings.ts';
import type { Act, Desk, Errand, Kind } from './errand.ts';

/** What an errand would do next: ask something, or wait. Null: nothing. */
export type Step =
  | { readonly ask: Act; readonly request: Json; readonly say?: string }
  | { readonly until: number }
  | null;

/** Takes a step unless the errand must be quiet; then wakes the subject when it may go on. */
export function take<Doc extends Document>(desk: Desk, kind: Kind<Doc>, errand: Errand<Doc>, step: Step): void {
  if (step === null || errand.call !== null || errand.stopped) return;
  const until = Math.max('until' in step ? step.until : 0, errand.notBefore ?? 0, errand.settlesAt);
  if (until > desk.now) {
    desk.wake(kind.name, until);
    return;
  }
  if ('until' in step) return;
  const operation = kind.operations[step.ask];
  if (operation === undefined) return;
  errand.asked += 1;
  const key = `${kind.name}:${operation}#${errand.asked}`;
  errand.call = { key, act: step.ask };
  errand.notBefore = null;
  if (step.ask === 'make') Object.assign(errand, { tried: true, absent: false });
  if (step.say !== undefined) desk.say(step.say);
  desk.calls.push({ key, role: kind.role, operation, request: step.request });
}

/** A look-up now, or when the last one is `lookUpEverySeconds` old. */
export function poll(desk: Desk, errand: Errand<Document>, find: Step): Step {
  const due = (errand.lookedAt ?? 0) + desk.settings.lookUpEverySeconds * 1000;
  return due > desk.now ? { until: due } : find;
}

/** The system said that something changed; what a call brings that is out may be older than that. */
export function noticed(errand: Errand<Document>): void {
  if (errand.call === null) errand.look = true;
  else errand.noticed = true;
}
