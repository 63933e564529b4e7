import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IDLE_MS, pauseAfterFailure } from '../shop/rhythm.ts';
import { Progress, TURN_MS_MAX } from './progress.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function standing(beat: () => Promise<void>): Progress {
  return new Progress({ beat, monotonicMs: () => Date.now() });
}

test('an engine that commits gets on; one that cannot does not, and does again', async () => {
  let disk: Error | null = null;
  const progress = standing(() => (disk === null ? Promise.resolve() : Promise.reject(disk)));
  expect(await progress.prove()).toBeNull();
  disk = new Error('database or disk is full, /var/lib/causeway/engine.sqlite');
  vi.advanceTimersByTime(1000);
  // The words are for /healthz, too: nothing of the inside.
  expect(await progress.prove()).toBe('the engine cannot commit');
  disk = null;
  vi.advanceTimersByTime(1000);
  expect(await progress.prove()).toBeNull();
});

test('an engine whose loop is stuck is not waited for, nor asked again and again', async () => {
  let beats = 0;
  const progress = standing(() => {
    beats += 1;
    return new Promise(() => undefined);
  });
  for (let asked = 0; asked < 3; asked += 1) {
    const verdict = progress.prove();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await verdict).toBe('the engine does not answer');
  }
  expect(beats).toBe(1);
});

test('however many ask at once, the engine commits once', async () => {
  let beats = 0;
  const progress = standing(async () => {
    beats += 1;
  });
  expect(await Promise.all([progress.prove(), progress.prove(), progress.prove()])).toEqual([null, null, null]);
  expect(await progress.prove()).toBeNull();
  expect(beats).toBe(1);
});

test('a gateway that does not come round is stuck; one that only fails, or pauses as the shop asked, is not', async () => {
  const progress = standing(() => Promise.resolve());
  progress.turned('DEMO');
  progress.turned('OTHER');
  const longestPause = Math.max(IDLE_MS, pauseAfterFailure(1000, null), pauseAfterFailure(1, Number.MAX_SAFE_INTEGER));
  vi.advanceTimersByTime(longestPause + 45_000);
  expect(await progress.prove()).toBeNull();
  progress.turned('OTHER');
  vi.advanceTimersByTime(TURN_MS_MAX - longestPause - 45_000 + 1);
  expect(await progress.prove()).toBe('no exchange with DEMO was even tried for 7 minutes');
});
