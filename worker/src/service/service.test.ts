import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Service } from './service.ts';

let told: string[][];
let problem: string | null;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  problem = null;
});
afterEach(() => vi.useRealTimers());

function service(watchdogMs: number | null): Service {
  return new Service({
    notify: {
      watchdogMs,
      tell: async (...assignments) => {
        told.push([...assignments]);
      },
    },
    prove: () => Promise.resolve(problem),
    status: (wrong) => wrong ?? 'well',
  });
}

test('the watchdog is fed thrice in its time, and with proven progress only', async () => {
  const running = service(60_000);
  await running.ready();
  expect(told).toEqual([['READY=1', 'WATCHDOG=1', 'STATUS=well']]);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(told.slice(1)).toEqual([
    ['WATCHDOG=1', 'STATUS=well'],
    ['WATCHDOG=1', 'STATUS=well'],
  ]);
  problem = 'the engine cannot commit';
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told.slice(3)).toEqual(Array(6).fill(['STATUS=the engine cannot commit']));
  problem = null;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told.at(-1)).toEqual(['WATCHDOG=1', 'STATUS=well']);
});

test('after it said that it stops it says nothing more', async () => {
  const running = service(60_000);
  await running.ready();
  await running.stopping();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(told.slice(1)).toEqual([['STOPPING=1', 'STATUS=ending what it began']]);
});

test('a proof that is under way when it stops is not told any more', async () => {
  let proved: (problem: null) => void = () => undefined;
  const running = new Service({
    notify: {
      watchdogMs: 3000,
      tell: async (...assignments) => {
        told.push([...assignments]);
      },
    },
    prove: () => new Promise((resolve) => (proved = resolve)),
    status: () => 'well',
  });
  const ready = running.ready();
  proved(null);
  await ready;
  await vi.advanceTimersByTimeAsync(1000);
  await running.stopping();
  proved(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told.at(-1)).toEqual(['STOPPING=1', 'STATUS=ending what it began']);
});

test('where systemd does not watch, it is told what waits all the same', async () => {
  const running = service(null);
  await running.ready();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([['READY=1', 'STATUS=well'], ['STATUS=well']]);
});

test('started by hand, it proves and says nothing', async () => {
  let proofs = 0;
  const prove = async () => {
    proofs += 1;
    return null;
  };
  const running = new Service({ notify: null, prove, status: () => '' });
  await running.ready();
  await vi.advanceTimersByTimeAsync(600_000);
  await running.stopping();
  expect(proofs).toBe(0);
});
