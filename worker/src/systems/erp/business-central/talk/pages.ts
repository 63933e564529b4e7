import * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { SYSTEM } from './refusal.ts';

const PAGES_MAX = 5000;

/** What one page says; `next`: the path of the one after it. */
export interface Page<T> {
  readonly rows: T[];
  readonly next: string | null;
}

/** Of a next page's address the host isn't followed: our token goes nowhere else, and a proxy may stand between. */
export function readPage<T>(rows: z.ZodType<T[]>, body: unknown): Page<T> {
  const parsed = z.object({ value: rows, '@odata.nextLink': z.string().optional() }).safeParse(body);
  if (!parsed.success) throw failure(`has a page of an unknown shape: ${parsed.error.issues[0]?.path.join('.')}`);
  const { value, '@odata.nextLink': next } = parsed.data;
  return { rows: value, next: next === undefined ? null : pathOf(next) };
}

/** Follows `@odata.nextLink` as it comes. A page that comes again is a `parse` failure, not a walk without end. */
export async function* pagesOf<T>(first: string, turn: (path: string) => Promise<Page<T>>): AsyncGenerator<T[]> {
  const turned = new Set<string>();
  let before = '';
  for (let path: string | null = first; path !== null; ) {
    if (turned.has(path) || turned.size >= PAGES_MAX) throw failure('leads back to a page that was read');
    turned.add(path);
    const { rows, next }: Page<T> = await turn(path);
    const content = rows.length === 0 ? '' : JSON.stringify(rows);
    if (content !== '' && content === before) throw failure('gives the same page again');
    before = content;
    yield rows;
    path = next;
  }
}

function pathOf(address: string): string {
  const url = URL.parse(address);
  if (url === null) throw failure('names a next page without an address');
  return url.pathname + url.search;
}

const failure = (what: string): SystemFailure => new SystemFailure('parse', 'after_send', `${SYSTEM} ${what}`);
