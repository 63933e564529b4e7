import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Domain, Errand } from './errand.ts';
import { datetime, TrytonDatetime } from './values.ts';

/** Rows that a position remembers at most. */
const TOLD_MAX = 400;
/**
 * How far back every poll reads again: a transaction stamps its rows when it writes them, and shows them when it
 * commits. The longest that Tryton takes over one of ours is a few seconds.
 */
const OVERLAP_MS = 30_000;

/**
 * How far one list of a model's records was read, by one of its stamps; null: not at all. `from`: whatever stands
 * behind it is read again; `told`: stamps by id of what was told of that, so that it isn't told twice.
 */
export const StreamPosition = z
  .object({ from: z.object({ at: z.string(), id: z.int() }), told: z.record(z.string(), z.string()) })
  .nullable();
export type StreamPosition = z.infer<typeof StreamPosition>;

/** A cursor that was given out before. Throws `SystemFailure` for any other text. */
export function readCursor<T>(errand: Errand, shape: z.ZodType<T>, text: string): T {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new SystemFailure('internal', 'before_send', `${errand.system}: a cursor that it never gave`);
  }
}

export type Stamp = 'create_date' | 'write_date';

export interface Stream<Row> {
  readonly model: string;
  /** `write_date` is null until the first write, so a model has two streams. */
  readonly stamp: Stamp;
  readonly row: z.ZodObject & z.ZodType<Row>;
  readonly domain: Domain;
  /** Rows asked for at once. */
  readonly pageSize: number;
}

export interface Stamped {
  readonly id: number;
}

/** Rows that came or changed since `position`; `more`: there are others, ask again at once. */
export async function follow<Row extends Stamped>(
  errand: Errand,
  { model, stamp, row, domain, pageSize }: Stream<Row>,
  position: StreamPosition,
): Promise<{ rows: Row[]; position: StreamPosition; more: boolean }> {
  const shape = row.extend({ [stamp]: TrytonDatetime });
  const order = [
    [stamp, 'ASC'],
    ['id', 'ASC'],
  ] as const;
  const rows: Row[] = [];
  const told: Record<string, string> = { ...position?.told };
  for (let after = position?.from ?? null; ; ) {
    const since = after === null ? [[stamp, '!=', null]] : [laterThan(stamp, after)];
    const found = await errand.read(model, shape as never, [...domain, ...since], { order, limit: pageSize });
    for (const one of found as (Row & Record<Stamp, string>)[]) {
      if (after !== null && !isBehind(one[stamp], one.id, after)) throw repeated(errand, model);
      after = { at: one[stamp], id: one.id };
      if (told[one.id] === after.at) continue;
      rows.push(one);
      told[one.id] = after.at;
    }
    const more = found.length >= pageSize;
    if (!more || rows.length > 0) return { rows, position: positionAfter(told, position), more };
  }
}

/** Where a stream ends now: from there on, `follow` tells what is new. */
export async function endOf(errand: Errand, model: string, stamp: Stamp): Promise<StreamPosition> {
  const shape = z.object({ id: z.int(), [stamp]: TrytonDatetime });
  const order = [
    [stamp, 'DESC'],
    ['id', 'DESC'],
  ] as const;
  const [last] = await errand.read(model, shape as never, [[stamp, '!=', null]], { order, limit: 1 });
  return last === undefined ? null : { from: { at: earlier((last as Record<Stamp, string>)[stamp]), id: 0 }, told: {} };
}

function laterThan(stamp: Stamp, { at, id }: { at: string; id: number }): Domain {
  const same = [
    [stamp, '=', datetime(at)],
    ['id', '>', id],
  ];
  return ['OR', [[stamp, '>', datetime(at)]], same];
}

const isBehind = (at: string, id: number, after: { at: string; id: number }): boolean =>
  at > after.at || (at === after.at && id > after.id);

export function repeated(errand: Errand, model: string): SystemFailure {
  return new SystemFailure('parse', 'after_send', `${errand.system} gives a page of ${model} again that was read`);
}

/** Bounded: of a bulk change only the last rows are remembered, and read again. It never goes back. */
function positionAfter(told: Readonly<Record<string, string>>, before: StreamPosition): StreamPosition {
  const all = Object.entries(told).map(([id, at]) => ({ id: Number(id), at }));
  const sorted = all.sort((a, b) => (isBehind(a.at, a.id, b) ? 1 : -1));
  const last = sorted.at(-1);
  const first = sorted.at(-TOLD_MAX);
  if (last === undefined) return before;
  const starts = [{ at: earlier(last.at), id: 0 }];
  if (first !== undefined) starts.push({ at: first.at, id: first.id - 1 });
  if (before !== null) starts.push(before.from);
  const from = starts.reduce((latest, start) => (isBehind(start.at, start.id, latest) ? start : latest));
  const kept = sorted.filter(({ at, id }) => isBehind(at, id, from));
  return { from, told: Object.fromEntries(kept.map(({ id, at }) => [id, at])) };
}

/** Its microseconds fall away: it only begins the overlap. */
function earlier(at: string): string {
  return new Date(Date.parse(at) - OVERLAP_MS).toISOString().replace('Z', '000Z');
}
