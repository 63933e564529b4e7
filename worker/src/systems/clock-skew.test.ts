import { expect, test } from 'vitest';
import { clockSkew } from './clock-skew.ts';

const NOW = Date.UTC(2026, 10, 27, 8);
const at = (apartMs: number) => clockSkew(new Date(NOW - apartMs).toUTCString(), NOW);

test.each([
  [0, 'ok'],
  [60_000, 'ok'],
  [61_000, 'warning'],
  [-61_000, 'warning'],
  [300_000, 'warning'],
  [301_000, 'failed'],
  [-301_000, 'failed'],
])('%d ms apart is %s', (apartMs, result) => {
  expect(at(apartMs).result).toBe(result);
});

test('says which clock is ahead, and what to do', () => {
  expect(at(90_000)).toMatchObject({ detail: 'its clock and ours are 90 s apart: ours is ahead' });
  expect(at(-90_000)).toMatchObject({
    detail: 'its clock and ours are 90 s apart: ours is behind',
    advice: expect.stringContaining('NTP'),
  });
});

test.each([null, 'yesterday'])('a reply dated %s is no clock', (date) => {
  expect(clockSkew(date, NOW).result).toBe('not_checked');
});
