import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = Date.UTC(2026, 10, 27, 12, 0, 0);
const ago = (ms: number, locale = 'en'): string => relativeTime(now - ms, now, locale);

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [900, 'now'],
    [12_000, '12 seconds ago'],
    [59_999, '59 seconds ago'],
    [60_000, '1 minute ago'],
    [3_599_999, '59 minutes ago'],
    [3_600_000, '1 hour ago'],
    [26 * 3_600_000, 'yesterday'],
    [20 * 86_400_000, '2 weeks ago'],
    [200 * 86_400_000, '6 months ago'],
  ])('%d ms ago is "%s"', (ms, words) => {
    expect(ago(ms)).toBe(words);
  });

  it('says when something is next', () => {
    expect(relativeTime(now + 90_000, now, 'en')).toBe('in 1 minute');
  });

  it('speaks the language of the person', () => {
    expect(ago(180_000, 'de')).toBe('vor 3 Minuten');
  });
});
