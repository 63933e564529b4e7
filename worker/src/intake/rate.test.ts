import { expect, test } from 'vitest';
import { Rate } from './rate.ts';

test('each name has its own share of a minute, and is told when the next begins', () => {
  let now = 60_000 * 1000 + 20_500;
  const rate = new Rate(2, () => now);
  expect([rate.spend('erp'), rate.spend('erp'), rate.spend('erp')]).toEqual([null, null, 40]);
  expect(rate.spend('wms')).toBeNull();
  now += 39_499;
  expect(rate.spend('erp')).toBe(1);
  now += 1;
  expect(rate.spend('erp')).toBeNull();
});
