import { expect, it } from 'vitest';
import { pageFrom, pageParam, pagesOf } from './page.ts';

it('reads the page of the address, and begins at the first where it makes no sense', () => {
  expect(['3', '1', undefined, '-2', '0', 'x', '1e99'].map(pageFrom)).toEqual([3, 1, 1, 1, 1, 1, 1]);
  expect([1, 2].map(pageParam)).toEqual(['', '2']);
});

it('has a page, also of nothing', () => {
  expect([0, 25, 26].map((total) => pagesOf(total, 25))).toEqual([1, 1, 2]);
});
