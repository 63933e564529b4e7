import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heard } from './heard.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('how far it is is told at most once a second, and the last again so that nobody takes the worker for dead', async () => {
  const told: [seconds: number, text: string][] = [];
  const began = performance.now();
  const asker = { tell: (text: string) => void told.push([(performance.now() - began) / 1000, text]), gone: NEVER };
  let end = () => {};
  const answer = heard(asker, async (tell) => {
    for (let order = 1; order <= 30; order += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      tell(`${order} orders`);
    }
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return { said: 'no', problem: 'over' };
  });
  await vi.advanceTimersByTimeAsync(25_000);
  expect(told.slice(0, 3)).toEqual([
    [1, '10 orders'],
    [2, '20 orders'],
    [3, '30 orders'],
  ]);
  expect(told.slice(3)).toEqual([
    [10, '30 orders'],
    [20, '30 orders'],
  ]);
  end();
  expect(await answer).toEqual({ said: 'no', problem: 'over' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toHaveLength(5);
});

const NEVER = new AbortController().signal;
