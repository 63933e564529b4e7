import type { Condition, Records, Stored } from '../records/records.ts';
import { badUrl } from './api-error.ts';
import { asCondition } from './filter.ts';
import type { Options } from './options.ts';

/** A page of a list, and what the next one needs to begin right after it. */
export interface Page {
  readonly records: readonly Stored[];
  readonly count: number | undefined;
  readonly skipToken: string | undefined;
}

interface Mark {
  /** The last record's value of the order's property, and its sequence. */
  readonly value: string | number;
  readonly seq: number;
  /** How many records `$top` leaves for the following pages. */
  readonly left: number | null;
  readonly size: number;
}

/**
 * Server-driven paging (dev-itpro/webservices/Server-Driven-Paging-in-OData-Web-Services.md). Pages are cut after the
 * last record that was shown, not by counting, so what comes or goes meanwhile makes no gap.
 */
export function readPage(records: Records, scope: Condition, options: Options, size: number): Page {
  const mark = options.skipToken === undefined ? undefined : readToken(options.skipToken);
  const filtered = both(scope, asCondition(options.filter));
  const count = options.count ? records.count(filtered) : undefined;
  const left = mark === undefined ? (options.top ?? null) : mark.left;
  const pageSize = mark?.size ?? size;
  const most = left === null ? pageSize : Math.min(left, pageSize);
  const skip = mark === undefined ? options.skip : 0;
  const after = mark === undefined ? filtered : both(filtered, follows(options.order, mark));
  const column = `json_extract(body, '$.${options.order.property}')`;
  const direction = options.order.descending ? 'DESC' : 'ASC';
  const limit = `ORDER BY ${column} ${direction}, seq LIMIT ${most + 1} OFFSET ${skip}`;
  const found = records.where({ sql: `${after.sql} ${limit}`, values: after.values });
  const shown = found.slice(0, most);
  const last = shown.at(-1);
  const more = found.length > most && (left === null || left > most);
  if (!more || last === undefined) return { records: shown, count, skipToken: undefined };
  const value = last.body[options.order.property] ?? '';
  const next: Mark = {
    value: typeof value === 'boolean' ? Number(value) : value,
    seq: last.seq,
    left: left === null ? null : left - shown.length,
    size: pageSize,
  };
  return { records: shown, count, skipToken: Buffer.from(JSON.stringify(next)).toString('base64url') };
}

function follows({ property, descending }: Options['order'], { value, seq }: Mark): Condition {
  const column = `json_extract(body, '$.${property}')`;
  const sql = `(${column} ${descending ? '<' : '>'} ? OR (${column} = ? AND seq > ?))`;
  return { sql, values: [value, value, seq] };
}

function both(one: Condition, other: Condition): Condition {
  if (other.sql === '') return one;
  return { sql: `${one.sql} AND ${other.sql}`, values: [...one.values, ...other.values] };
}

function readToken(token: string): Mark {
  try {
    const mark = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Mark;
    if (typeof mark.seq === 'number' && typeof mark.size === 'number') return mark;
  } catch {
    // Falls through: a token that this server never made.
  }
  throw badUrl('This is no skip token of ours.');
}
