import { expect, test } from 'vitest';
import { FAULT_NAMES } from './faults/catalogue.ts';
import { Faults } from './faults/faults.ts';
import { planOf } from './run/plan.ts';
import { least } from './run/shrink.ts';
import { simulate } from './run/simulate.ts';
import { STATES } from './trace/columns.ts';
import { type Cells, Matrix, missedCells } from './trace/matrix.ts';

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

test('an empty cell fails a run of a thousand seeds, unless it is named as one that can not be, or that takes two mishaps', () => {
  const row = Object.fromEntries(STATES.map((state) => [state, 1]));
  const full: Cells = Object.fromEntries(FAULT_NAMES.map((fault) => [fault, row]));
  expect(missedCells(full, 1000)).toEqual([]);
  // Nothing is asked of what is captured, and of what is completed only beside another mishap.
  const { submitting: _, captured: __, completed: ___, ...others } = row;
  const bare = { ...full, stuck: others };
  expect(missedCells(bare, 1000)).toEqual(['stuck × submitting']);
  expect(missedCells(bare, 999)).toEqual([]);
});

test('a fault that never strikes, or a state that none meets, fails a run of two hundred', () => {
  const row = Object.fromEntries(STATES.filter((state) => state !== 'releasing').map((state) => [state, 1]));
  const cells: Cells = {
    ...Object.fromEntries(FAULT_NAMES.map((fault) => [fault, row])),
    stuck: {},
    'effects are put off': {},
  };
  expect(missedCells(cells, 200)).toEqual(['stuck × any', 'any × releasing']);
  expect(missedCells(cells, 199)).toEqual([]);
  expect(missedCells({ ...cells, stuck: { releasing: 1 } }, 200)).toEqual([]);
});

test('a fault that is aimed strikes nobody else', () => {
  const columns: string[] = [];
  const struck: string[] = [];
  const faults = new Faults({ now: () => 0, struck: (name) => void struck.push(name), columnsAt: () => columns });
  const place = { shop: 'ALFA', subject: 'order/1001', system: 'erp' };
  faults.arm({ name: 'stuck', shop: null, system: null, until: null, aim: 'shipped' });
  faults.await('shipped', () => void struck.push('awaited'));
  faults.pass(place);
  expect([faults.at('stuck', place), struck]).toEqual([false, []]);
  columns.push('shipped');
  faults.pass(place);
  faults.pass(place);
  expect([faults.at('stuck', place), faults.at('stuck', place), struck]).toEqual([true, false, ['awaited', 'stuck']]);
});

test('a story is shrunk to what breaks the promise', async () => {
  const all = Array.from({ length: 40 }, (_, nr) => nr);
  const needs = (wanted: readonly number[]) => async (kept: readonly number[]) =>
    wanted.every((nr) => kept.includes(nr));
  expect(await least(all, needs([3, 17, 39]), 400)).toEqual([3, 17, 39]);
  expect(await least(all, needs(all), 400)).toEqual(all);
  let runs = 0;
  const counted = (kept: readonly number[]) => {
    runs += 1;
    return needs([39])(kept);
  };
  expect(await least(all, counted, 2)).toEqual(all.slice(20));
  expect(runs).toBe(2);
});
