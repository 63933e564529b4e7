import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KINDS, planOf, tally } from './plan.ts';

const kinds = Object.keys(KINDS).length;

test('a seed is one plan; its moments rise and leave room for the last blow', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 5, max: 600 }), (seed, kills, orders) => {
      const plan = planOf(seed, kills, orders);
      expect(plan).toEqual(planOf(seed, kills, orders));
      expect(plan).toHaveLength(kills);
      expect(plan.map(({ nth }) => nth)).toEqual(plan.map(({ nth }) => nth).sort((a, b) => a - b));
      expect(plan.every(({ nth }) => nth >= 1 && nth <= orders)).toBe(true);
    }),
  );
});

test('fifty blows have every kind; a lost answer is lost after the commit', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const plan = planOf(seed, 50, 500);
      expect(Object.keys(tally(plan))).toHaveLength(kinds);
      expect(plan.every(({ kind, at }) => kind !== 'answer_lost' || at === 'done')).toBe(true);
    }),
  );
});

test('few blows are of different, quick kinds', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, kills) => {
      const plan = planOf(seed, kills, 30);
      expect(new Set(plan.map(({ kind }) => kind)).size).toBe(kills);
      expect(plan.some(({ kind }) => KINDS[kind].long)).toBe(false);
    }),
  );
});

test('other seeds are other plans', () => {
  expect(new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(planOf(seed, 6, 30)))).size).toBe(20);
});
