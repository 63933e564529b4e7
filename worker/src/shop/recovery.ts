import type { ShopLine, Unfinished } from '../engine/engine.ts';

/** Where the shop says that it is: the epoch it granted, its id and its incarnation. */
export type Told = Omit<ShopLine, 'recovering'>;

/**
 * Why a shop's subjects are loaded again. `anew`: what the engine's file holds is not what was last known (file lost or
 * old, another worker before us, another shop): it is forgotten. `restored`: the shop's database is an older one: what
 * the file holds is compared with it. `unfinished`: the process ended while it loaded.
 */
export type Cause = 'anew' | 'restored' | 'unfinished';

/**
 * What a shop's answer means for the engine's file; null: go on as ever. `lost`: the shop did not know us under the epoch that the
 * file has. Where the one that it gives instead is no higher, its database is another than that which gave ours.
 */
export function causeOf(known: ShopLine, told: Told, lost = false): Cause | null {
  const otherShop = known.shopId !== null && known.shopId !== told.shopId;
  // Under a shop's first epoch nobody can have worked for it before.
  const first = known.epoch === 0 && known.shopId === null && told.epoch === 1;
  if (otherShop || (told.epoch > known.epoch && !first)) return 'anew';
  if (known.incarnation > 0 && told.incarnation > known.incarnation) return 'restored';
  if (lost) return 'anew';
  return known.recovering ? 'unfinished' : null;
}

/**
 * How far a recovery is. `quiet`: calls that are out come back first, so that nothing acts behind the look-ups to come.
 * `known`: subjects that the engine holds are asked for, page by page. `open`: the shop's open subjects are paged
 * through. `settling`: all is taken in; what it means is still being decided.
 */
export type Progress =
  | { readonly step: 'quiet' }
  | { readonly step: 'known'; readonly page: readonly string[]; readonly last: string; readonly silences: number }
  | { readonly step: 'open'; readonly after: string }
  | { readonly step: 'settling' };

export interface Question {
  readonly open_after: string | null;
  readonly looks: readonly string[];
}

/** What the next exchange asks for. */
export function questionOf(progress: Progress): Question {
  return {
    open_after: progress.step === 'open' ? progress.after : null,
    looks: progress.step === 'known' ? progress.page : [],
  };
}

/** Exchanges in a row that may leave out the whole page of subjects before its first is given up. */
const SILENCES_MAX = 10;

/** A page of what the engine holds was asked for, and `answered` of it came; `next` is the page after it. */
export function afterKnown(
  { page, last, silences }: Extract<Progress, { step: 'known' }>,
  answered: ReadonlySet<string>,
  next: (after: string) => readonly string[],
): { readonly progress: Progress; readonly givenUp: string | null } {
  const left = page.filter((subject) => !answered.has(subject));
  const [first] = left;
  const silent = left.length === page.length;
  const givenUp = silent && silences + 1 >= SILENCES_MAX && first !== undefined ? first : null;
  const rest = left.filter((subject) => subject !== givenUp);
  if (rest.length === 0) return { progress: askFor(next(last)), givenUp };
  const counted = silent && givenUp === null ? silences + 1 : 0;
  return { progress: { step: 'known', page: rest, last, silences: counted }, givenUp };
}

/** Asks for a page of what the engine holds; after the last come the shop's open subjects. */
export function askFor(page: readonly string[]): Progress {
  const last = page.at(-1);
  return last === undefined ? { step: 'open', after: '' } : { step: 'known', page, last, silences: 0 };
}

/** A page of open subjects came; `open` null: the shop did not get to it. */
export function afterOpen(progress: Progress, open: { readonly next: string | null } | null): Progress {
  if (open === null) return progress;
  return open.next === null ? { step: 'settling' } : { step: 'open', after: open.next };
}

/** Nothing of the shop is under way any more. */
export const isQuiet = ({ calls }: Unfinished): boolean => calls === 0;
export const isSettled = ({ events }: Unfinished): boolean => events === 0;
