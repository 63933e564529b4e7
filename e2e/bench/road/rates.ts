import { rounded } from '../statistics.ts';

/** How far the shop's orders were at one instant. */
export interface Progress {
  readonly at_ms: number;
  readonly completed: number;
}

export interface Rates {
  readonly created_s: number;
  readonly through_s: number;
  /** Orders a minute from the first made to the last completed. */
  readonly whole: number;
  /** Orders a minute once none was being made any more; null where there was no such time. */
  readonly draining: number | null;
}

/** Throws where not every order was seen completed. */
export function ratesOf(orders: number, began: number, createdAt: number, progress: readonly Progress[]): Rates {
  const through = progress.find(({ completed }) => completed === orders);
  if (through === undefined) throw new Error('not every order came through');
  const afterwards = progress.find(({ at_ms }) => at_ms >= createdAt);
  const left = orders - (afterwards?.completed ?? orders);
  const draining = left > 0 && afterwards ? (left / (through.at_ms - afterwards.at_ms)) * 60_000 : null;
  return {
    created_s: rounded((createdAt - began) / 1000, 1),
    through_s: rounded((through.at_ms - began) / 1000, 1),
    whole: Math.round((orders / (through.at_ms - began)) * 60_000),
    draining: draining === null ? null : Math.round(draining),
  };
}
