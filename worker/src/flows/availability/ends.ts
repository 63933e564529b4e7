import type { StockKept, Tell } from '@causeway/contracts';
import type { StockState } from './state.ts';

/** A stock that no source speaks of is told to no shop: after so long nobody waits for that. */
const UNHEARD_MS = 600_000;
const AT_ONCE_MAX = 100;

/** An order told the stock that it is over (or, `word` null, that it isn't): it is to hear when the shop remembers that. */
export function noteEnd(state: StockState, order: string, word: string | null, now: number): void {
  const { [order]: _, ...others } = state.ends;
  state.ends = word === null ? others : { ...others, [order]: { word, at: now, version: 0 } };
}

/** A triple goes out, and with it the memory of all that has ended. */
export function endsTold(state: StockState, version: number): void {
  const ends = Object.entries(state.ends);
  state.ends = Object.fromEntries(ends.map(([order, end]) => [order, end.version === 0 ? { ...end, version } : end]));
}

/** The shop's memory is another engine's: what went with triples of this one is not in it. */
export function endsAgain(state: StockState): void {
  const ends = Object.entries(state.ends);
  state.ends = Object.fromEntries(ends.map(([order, end]) => [order, { ...end, version: 0 }]));
  if (ends.length > 0) state.keepBy = 0;
}

/** Tells the orders whose end the shop remembers, or has nowhere to remember it. */
export function tellEnds(state: StockState, isHeard: boolean, now: number): Tell[] {
  const { sku, shop, refusal, out } = state;
  if (sku === null) return [];
  const notSold = out.length === 0 && (refusal?.kind === 'unknown' || refusal?.kind === 'shared');
  const known = Object.entries(state.ends).filter(
    ([, { version, at }]) =>
      notSold || (version > 0 && version <= (shop?.version ?? 0)) || (!isHeard && now - at >= UNHEARD_MS),
  );
  const heard = known.slice(0, AT_ONCE_MAX);
  for (const [order] of heard) noteEnd(state, order, null, now);
  return heard.map(([subject, { word }]) => {
    const body: StockKept = { about: 'stock_kept', sku, word };
    return { subject, body };
  });
}

/** When to look again at what waits here (epoch ms); null: an answer of the shop's will come, or nothing waits. */
export function endsAt({ ends, shop }: StockState, isHeard: boolean, now: number): number | null {
  const waiting = Object.values(ends);
  if (waiting.some(({ version }) => version > 0 && version <= (shop?.version ?? 0))) return now + 1;
  return isHeard || waiting.length === 0 ? null : Math.min(...waiting.map(({ at }) => at)) + UNHEARD_MS;
}
