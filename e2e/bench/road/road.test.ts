import { describe, expect, it, test } from 'vitest';
import { timesIn } from './processor.ts';
import { ratesOf } from './rates.ts';
import { parsed } from './resident.ts';

describe('rates', () => {
  const at = (seconds: number, completed: number) => ({ at_ms: seconds * 1000, completed });

  it('are of the whole time, and of the time in which no order was made', () => {
    const rates = ratesOf(300, 0, 60_000, [at(0, 0), at(60, 100), at(90, 200), at(120, 300), at(125, 300)]);
    expect(rates).toEqual({ created_s: 60, through_s: 120, whole: 150, draining: 200 });
  });

  it('have no draining where the last order came through as soon as it was made', () => {
    expect(ratesOf(10, 0, 60_000, [at(60, 10)]).draining).toBeNull();
  });

  it('are none where orders are missing', () => {
    expect(() => ratesOf(10, 0, 60_000, [at(60, 9)])).toThrow('not every order');
  });
});

describe('resident memory', () => {
  it('is read from /proc in kB of 1024 bytes', () => {
    const status =
      'Name:\tnode\nVmHWM:\t  200000 kB\nVmRSS:\t  100000 kB\nRssAnon:\t   60000 kB\nRssFile:\t   40000 kB\n';
    expect(parsed(status)).toEqual({ rss: 102.4, anonymous: 61.4, file: 41, peak: 204.8 });
    expect(() => parsed('Name:\tnode\n')).toThrow('VmRSS');
  });
});

test("a process's time is user's and system's, whatever it is called", () => {
  const stat = '4711 (a ) b) S 1 4711 4711 0 -1 4194304 900 0 0 0 120 34 0 0 20 0 11 0 99 1 1';
  expect(timesIn(stat)).toBe(154);
  expect(() => timesIn('4711 (x) S 1')).toThrow('/proc');
});
