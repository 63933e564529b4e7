import * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { SYSTEM } from './refusal.ts';

const PAGES_MAX = 5000;

/**
 * Follows `@odata.nextLink` as it comes. `first` is a path; a next address must be of the same `origin`, or our token
 * would go to another host. A page that comes again is a `parse` failure, not a walk without end.
 */
export async function* pagesOf<T>(
  rows: z.ZodType<T[]>,
  first: string,
  origin: string,
  turn: (path: string) => Promise<unknown>,
): AsyncGenerator<T[]> {
  const Page = z.object({ value: rows, '@odata.nextLink': z.string().optional() });
  const turned = new Set<string>();
  let before = '';
  for (let path: string | null = first; path !== null; ) {
    if (turned.has(path) || turned.size >= PAGES_MAX) throw failure('leads back to a page that was read');
    turned.add(path);
    const body = await turn(path);
    const parsed = Page.safeParse(body);
    if (!parsed.success) throw failure(`has a page of an unknown shape: ${parsed.error.issues[0]?.path.join('.')}`);
    const { value, '@odata.nextLink': next } = parsed.data;
    const content = value.length === 0 ? '' : JSON.stringify(value);
    if (content !== '' && content === before) throw failure('gives the same page again');
    before = content;
    yield value;
    path = next === undefined ? null : pathOf(next, origin);
  }
}

function pathOf(address: string, origin: string): string {
  const url = URL.parse(address);
  if (url === null || url.origin !== origin) throw failure('names a next page at another address');
  return url.pathname + url.search;
}

const failure = (what: string): SystemFailure => new SystemFailure('parse', 'after_send', `${SYSTEM} ${what}`);
