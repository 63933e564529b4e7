import { isDeepStrictEqual } from 'node:util';
import type { Bug } from '../mutants/plant.ts';
import type { Ends } from './ends.ts';
import type { Stage } from './stage.ts';
import type { Configure } from './worker.ts';

/** One story of goods and orders, played on a real shop, and what must be true of the three stores at its end. */
export interface Scenario {
  readonly name: string;
  /** What happens, in a sentence. */
  readonly story: string;
  /** Units of each of its goods, at the beginning, in the shop and in the back office. */
  readonly goods: Readonly<Record<string, number>>;
  /** Changes the worker's configuration of the scenarios' shop, before it begins. */
  readonly configure?: Configure;
  /** It must fail without what it is about. */
  readonly off: SwitchedOff;
  /** How long its ends may take, once all was done. */
  readonly patienceSeconds: number;
  play(stage: Stage): Promise<void>;
  /** `seen`: what `stage.remember` kept on the way. */
  readonly ends: Readonly<Record<'woocommerce' | 'erp' | 'warehouse', Judge>>;
}

/** What is wrong in one store. */
export type Judge = (now: Ends, seen: Readonly<Record<string, Ends>>) => readonly Finding[];

/** The same worker without what a scenario is about. */
export interface SwitchedOff {
  /** In words: "returns: mode off". */
  readonly what: string;
  readonly configure?: Configure;
  /** Takes it away where no setting does. */
  readonly bug?: Bug;
  /** After which it has failed. */
  readonly patienceSeconds: number;
}

/** What is wrong, in words; null: nothing. */
export type Finding = string | null;

/** Finds where `actual` isn't what it must be. */
export function is(what: string, actual: unknown, expected: unknown): Finding {
  if (isDeepStrictEqual(actual, expected)) return null;
  return `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}

/** What is wrong at a scenario's end, each with the store that it is in; empty: it is as it must be. */
export function findingsOf(
  { ends }: Pick<Scenario, 'ends'>,
  now: Ends,
  seen: Readonly<Record<string, Ends>>,
): string[] {
  return Object.entries(ends).flatMap(([store, judge]) =>
    judge(now, seen).flatMap((finding) => (finding === null ? [] : [`${store}: ${finding}`])),
  );
}

/** Counts by what `of` says of each: `{ "wc-completed": 20 }`. */
export function tally<T>(all: readonly T[], of: (one: T) => string): Record<string, number> {
  const groups = Map.groupBy(all, of);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.length]).toSorted());
}
