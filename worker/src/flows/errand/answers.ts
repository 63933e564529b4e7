import type { CallOutcome } from '@causeway/contracts';
import { type Document, isLive, progressed } from './dealings.ts';
import type { Act, Desk, Errand, Kind } from './errand.ts';
import { callFailed, stumble } from './stumble.ts';

/** Which documents are ours, and whether there is to be one. */
export interface Wish<Doc> {
  readonly isOurs: (doc: Doc) => boolean;
  readonly wanted: boolean;
}

/** Takes in what came of a call; false: this errand doesn't wait for it. */
export function called<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  key: string,
  outcome: CallOutcome,
  wish: Wish<Doc>,
): boolean {
  if (errand.call?.key !== key) return false;
  const { act } = errand.call;
  Object.assign(errand, { call: null, notBefore: null });
  if (outcome.kind === 'failed') callFailed(desk, kind, errand, act, outcome);
  else answered(desk, kind, errand, act, outcome.reply, wish);
  if (errand.noticed) Object.assign(errand, { look: true, noticed: false });
  return true;
}

function answered<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  act: Act,
  reply: unknown,
  wish: Wish<Doc>,
): void {
  if (!errand.stopped) errand.problem = null;
  const all = act === 'find' ? kind.found(reply) : null;
  if (all !== null) {
    lookedUp(desk, kind, errand, all.filter(wish.isOurs), wish.wanted);
    return;
  }
  if (act !== 'find' && kind.isTold(reply)) {
    // What is believed is the look-up that follows.
    errand.look = true;
    if (act === 'make') errand.claimed = 'made';
    return;
  }
  const message = `${kind.system} answered ${kind.operations[act]} in a shape we don't know.`;
  callFailed(desk, kind, errand, act, {
    kind: 'failed',
    category: 'parse',
    phase: 'after_send',
    message,
    retryAfterMs: null,
  });
}

/** Which live document is ours, which is one too many, or that there is none. */
function lookedUp<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  ours: readonly Doc[],
  wanted: boolean,
): void {
  Object.assign(errand, { look: false, lookedAt: desk.now });
  const live = ours.filter(isLive);
  const kept = live.find(({ id }) => id === errand.doc?.id) ?? live[0];
  if (kept === undefined) {
    foundNone(desk, kind, errand, ours, wanted);
    return;
  }
  const surplus = live.filter((doc) => doc !== kept).at(-1)?.id ?? null;
  if (surplus !== null && surplus !== errand.surplus)
    desk.say(
      `${live.length} live documents (${kind.document}) under one external id: cancelling ${surplus}`,
      'warning',
    );
  Object.assign(errand, { doc: kept, surplus, absent: false, claimed: null, gone: false, tried: true });
  if (surplus === null && wanted) progressed(errand);
}

function foundNone<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  ours: readonly Doc[],
  wanted: boolean,
): void {
  errand.surplus = null;
  const { doc, claimed } = errand;
  if (doc !== null && (!wanted || ours.some(({ id }) => id === doc.id))) {
    const wasLive = isLive(doc);
    Object.assign(errand, { doc: { ...doc, status: 'cancelled' }, absent: true, claimed: null, gone: wanted });
    progressed(errand);
    if (wasLive) desk.say(`The ${kind.document} ${doc.id} is cancelled`, wanted ? 'error' : 'info', kind.role);
    return;
  }
  if (doc !== null || claimed !== null) {
    // It said that the document exists, and does not show it: never made again on that.
    errand.look = true;
    const category = claimed === 'duplicate' ? 'duplicate' : 'unknown_outcome';
    stumble(desk, kind, errand, category, `${kind.system} says the ${kind.document} exists, but a look-up shows none.`);
    return;
  }
  errand.absent = true;
  if (!wanted) progressed(errand);
}
