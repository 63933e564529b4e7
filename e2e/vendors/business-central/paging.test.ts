import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';

let bc: Bench;
beforeAll(async () => {
  bc = await bench({ limits: { page_size: 8 } });
});
afterAll(() => bc.stop());

type Entity = { number: string; unitPrice: number };

/** Follows the links to the end; `between` is done after each page. */
async function readAll(address: string, prefer: string, between: () => Promise<unknown> = async () => undefined) {
  const pages: Entity[][] = [];
  let next: string | undefined = address;
  while (next !== undefined) {
    const { body } = await bc.api.get(next, { prefer });
    pages.push(body.value);
    next = body['@odata.nextLink'];
    await between();
  }
  return pages;
}

const numbers = (pages: readonly Entity[][]) => pages.flat().map(({ number }) => number);
const all = Array.from({ length: 20 }, (_, index) => `CW-${String(index + 1).padStart(3, '0')}`);

it('gives pages of the size that is asked for, at most its own, until nothing is left', async () => {
  const asked = await readAll('items', 'odata.maxpagesize=7');
  expect(asked.map((page) => page.length)).toEqual([7, 7, 6]);
  expect(numbers(asked)).toEqual(all);
  expect((await readAll('items', 'odata.maxpagesize=50')).map((page) => page.length)).toEqual([8, 8, 4]);
  expect((await readAll('items', '')).map((page) => page.length)).toEqual([8, 8, 4]);
});

it('keeps the size, the filter and the order on the way, though only the first request names them', async () => {
  const first = await bc.api.get("items?$filter=number gt 'CW-002'&$orderby=number desc&$select=number&$count=true", {
    prefer: 'odata.maxpagesize=3',
  });
  expect(first.body['@odata.count']).toBe(18);
  const second = await bc.api.get(first.body['@odata.nextLink']);
  expect(second.body.value.map(({ number }: Entity) => number)).toEqual(['CW-017', 'CW-016', 'CW-015']);
  expect(Object.keys(second.body.value[0])).toEqual(['@odata.etag', 'number']);
});

it('counts $top over all pages, and $skip once', async () => {
  const pages = await readAll('items?$top=5&$skip=2', 'odata.maxpagesize=2');
  expect(numbers(pages)).toEqual(all.slice(2, 7));
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  expect((await bc.api.get('items?$top=3')).body['@odata.nextLink']).toBeUndefined();
});

it('leaves no gap when what it has shown goes away meanwhile', async () => {
  const gone = ['A-1', 'A-2', 'A-3', 'A-4'];
  for (const number of gone) await bc.api.post('items', { number, displayName: number });
  const remove = async () => {
    const { body } = await bc.api.get("items?$filter=number lt 'B'&$top=1");
    for (const { id } of body.value) await bc.api.delete(`items(${id})`);
  };
  const seen = numbers(await readAll('items', 'odata.maxpagesize=4', remove));
  expect(seen).toEqual([...gone, ...all]);
});

it('leaves none among equal values of what it is ordered by', async () => {
  const seen = numbers(await readAll('items?$orderby=unitPrice desc', 'odata.maxpagesize=3'));
  expect(seen.toSorted()).toEqual(all);
});
