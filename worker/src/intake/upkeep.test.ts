import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SystemFailure } from '../policy/system-failure.ts';
import { Upkeep } from './upkeep.ts';

const warned: unknown[] = [];
let began: number;
let answer: (signal: AbortSignal) => Promise<number>;
let upkeep: Upkeep;

beforeEach(() => {
  warned.length = began = 0;
  upkeep = new Upkeep({
    name: 'erp',
    upkeep: (signal) => {
      began += 1;
      return answer(signal);
    },
    log: { warn: (said: unknown) => void warned.push(said) } as never,
    baseMs: 10,
  });
});
afterEach(() => upkeep.stop());

const inAnHour = async () => Date.now() + 3600_000;

test('stops at once in the middle of an upkeep, and says nothing of that', async () => {
  answer = (signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  upkeep.start();
  await upkeep.stop();
  expect([began, warned]).toEqual([1, []]);
});

test('stops at once in a pause', async () => {
  answer = inAnHour;
  upkeep.start();
  await vi.waitFor(() => expect(began).toBe(1), { timeout: 60_000 });
  await upkeep.stop();
  expect(began).toBe(1);
});

test('a failure is said once and tried again, until it works; then it waits as long as it was told', async () => {
  answer = () => Promise.reject(new SystemFailure('connection', 'before_send', 'the ERP is down'));
  upkeep.start();
  await vi.waitFor(() => expect(began).toBeGreaterThan(3), { timeout: 60_000 });
  expect(warned).toEqual([{ system: 'erp', problem: 'the ERP is down' }]);
  let worked = 0;
  answer = () => {
    worked += 1;
    return inAnHour();
  };
  await vi.waitFor(() => expect(worked).toBe(1), { timeout: 60_000 });
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(worked).toBe(1);
});

test('the system’s own wish for a pause is kept', async () => {
  answer = () => Promise.reject(new SystemFailure('rate_limit', 'before_send', 'slow down', 3600_000));
  upkeep.start();
  await vi.waitFor(() => expect(warned).toHaveLength(1), { timeout: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(began).toBe(1);
});
