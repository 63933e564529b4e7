import { expect, test } from 'vitest';
import * as z from 'zod';
import { pagesOf, readPage } from './pages.ts';

const rows = z.array(z.object({ n: z.number() }));

async function walked(turn: (path: string) => unknown): Promise<number[]> {
  const seen: number[] = [];
  for await (const page of pagesOf('/first', async (path) => readPage(rows, turn(path))))
    seen.push(...page.map(({ n }) => n));
  return seen;
}
const parse = expect.objectContaining({ category: 'parse', phase: 'after_send' });

test('pages are followed by their addresses, on our own host; an empty one is no end', async () => {
  const pages: Record<string, unknown> = {
    '/first': { value: [{ n: 1 }], '@odata.nextLink': 'https://elsewhere.test/next?$skiptoken=a%20b' },
    '/next?$skiptoken=a%20b': { value: [], '@odata.nextLink': 'https://elsewhere.test/last' },
    '/last': { value: [{ n: 2 }] },
  };
  expect(await walked((path) => pages[path])).toEqual([1, 2]);
});

test('a page that comes again is no walk without end', async () => {
  const same = { value: [{ n: 1 }], '@odata.nextLink': 'https://x.test/first' };
  await expect(walked(() => same)).rejects.toEqual(parse);
  const circle: Record<string, unknown> = {
    '/first': { value: [{ n: 1 }], '@odata.nextLink': 'https://x.test/second' },
    '/second': { value: [{ n: 2 }], '@odata.nextLink': 'https://x.test/first' },
  };
  await expect(walked((path) => circle[path])).rejects.toEqual(parse);
  let turned = 0;
  const renamed = () => ({ value: [{ n: 1 }], '@odata.nextLink': `https://x.test/page${++turned}` });
  await expect(walked(renamed)).rejects.toEqual(parse);
  expect(turned).toBe(2);
});

test('what is no page is a parse failure, and so is a next page without an address', async () => {
  for (const page of [null, [], { value: [{ n: 'x' }] }, { value: [], '@odata.nextLink': 'not an address' }]) {
    await expect(walked(() => page)).rejects.toEqual(parse);
  }
});
