import { expect, test } from 'vitest';
import { scaled } from '../policy/rounding/money.ts';
import { type Change, isSuspicious, preview, type Weighed } from './guard.ts';

const guard = { skusMin: 10, zeroShare: 0.3, dropShare: 0.5 };
const change = (sku: string, before: string, after: string): Change => ({
  sku,
  before: scaled(before),
  after: scaled(after),
});
/** So many SKUs of 10 that fall to nothing, fall by one, stay. */
function telling(zeros: number, falls: number, stay: number, elsewhere = '10000'): Weighed {
  const some = (count: number, name: string, after: string) =>
    Array.from({ length: count }, (_, nth) => change(`${name}${nth}`, '10', after));
  const changes = [...some(zeros, 'Z', '0'), ...some(falls, 'F', '9'), ...some(stay, 'S', '10')];
  return { changes, total: scaled(elsewhere) + changes.reduce((sum, { before }) => sum + before, 0n) };
}

test.each([
  ['nothing falls', telling(0, 0, 50), false],
  ['a few fall to nothing: trade', telling(9, 0, 50), false],
  ['ten fall, all to nothing', telling(10, 0, 50), true],
  ['three in ten fall to nothing', telling(3, 7, 0), true],
  ['two in ten fall to nothing', telling(2, 8, 0), false],
  ['half of all units go, few of them to nothing', { ...telling(0, 0, 0, '0'), ...half() }, true],
  ['a quarter of all units goes', { ...half(), total: scaled('400') }, false],
] as const)('%s', (_, weighed, suspicious) => {
  expect(isSuspicious(weighed, guard)).toBe(suspicious);
});

function half(): Weighed {
  return { changes: Array.from({ length: 20 }, (_, nth) => change(`H${nth}`, '10', '5')), total: scaled('200') };
}

test('what rises, or was nothing, or owes units is no fall', () => {
  const changes = Array.from({ length: 40 }, (_, nth) =>
    change(`R${nth}`, nth % 2 === 0 ? '0' : '-3', nth % 3 === 0 ? '5' : '-9'),
  );
  expect(isSuspicious({ changes, total: scaled('10') }, guard)).toBe(false);
});

test('the preview counts, and names the largest falls first, twenty at most', () => {
  const weighed = telling(12, 30, 3, '0');
  const more = { changes: [...weighed.changes, change('BIG', '900.5', '100')], total: weighed.total + scaled('900.5') };
  const { largest, ...counts } = preview('t-1', 5, more);
  expect(counts).toEqual({ id: 't-1', since: 5, falls: 43, zeros: 12, before: '1350.5', after: '400' });
  expect(largest).toHaveLength(20);
  expect(largest.slice(0, 2)).toEqual([
    { sku: 'BIG', before: '900.5', after: '100' },
    { sku: 'Z0', before: '10', after: '0' },
  ]);
});
