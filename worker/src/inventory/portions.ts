import { setImmediate as afterOthers } from 'node:timers/promises';

/** So many SKUs, or lines, are worked through before anybody else gets a turn: some hundredths of a second. */
export const PORTION = 1000;

/** Whoever waits for the event loop comes first. */
export const turn = (): Promise<void> => afterOthers();

/** Portions of a long list, with a turn of the event loop between two. Rejects with the signal's reason. */
export async function* inPortions<T>(all: readonly T[], signal?: AbortSignal): AsyncGenerator<readonly T[], void> {
  for (let from = 0; from < all.length; from += PORTION) {
    if (from > 0) await turn();
    signal?.throwIfAborted();
    yield from === 0 && all.length <= PORTION ? all : all.slice(from, from + PORTION);
  }
}
