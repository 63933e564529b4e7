import { expect, test } from 'vitest';
import { planOf } from './run/plan.ts';
import { least } from './run/shrink.ts';
import { simulate } from './run/simulate.ts';
import { Matrix, STATES } from './trace/matrix.ts';

test('the same seed is the same run, to the last word of its story', async () => {
  for (const seed of [4, 5]) {
    const [one, other] = [
      await simulate(planOf(seed), { listens: true }),
      await simulate(planOf(seed), { listens: true }),
    ];
    expect(one.lines.length).toBeGreaterThan(100);
    expect(other.digest).toBe(one.digest);
  }
});

test('listening to a run does not change it', async () => {
  const [quiet, heard] = [await simulate(planOf(7)), await simulate(planOf(7), { listens: true })];
  expect(quiet.decisions).toBe(heard.decisions);
});

test('seeds differ in mode, shops and systems', () => {
  const plans = Array.from({ length: 50 }, (_, seed) => planOf(seed + 1));
  expect(new Set(plans.map(({ mode }) => mode)).size).toBe(2);
  expect(new Set(plans.map(({ shops }) => shops.length)).size).toBe(2);
  expect(new Set(plans.map(({ uniqueIds }) => `${uniqueIds.erp} ${uniqueIds.wms}`)).size).toBe(4);
});

test('a state that the matrix has no column for is no state of an order', () => {
  expect(() => new Matrix().count('stuck', ['invented'])).toThrow('invented');
  expect(STATES).toContain('submitting');
});

test('a story is shrunk to what breaks the promise', async () => {
  const all = Array.from({ length: 40 }, (_, nr) => nr);
  const needs = (wanted: readonly number[]) => async (kept: readonly number[]) =>
    wanted.every((nr) => kept.includes(nr));
  expect(await least(all, needs([3, 17, 39]))).toEqual([3, 17, 39]);
  expect(await least(all, needs(all))).toEqual(all);
});
