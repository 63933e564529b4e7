import { expect, test } from 'vitest';
import { mutants } from './catalogue/index.ts';
import { StaleMutant, spoilt } from './plant.ts';
import { planIn } from './weather.ts';

test('at least 25 mutants, each with a name of its own, and with its text once in the code', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(25);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  for (const mutant of mutants) expect(spoilt(mutant), mutant.name).toContain(mutant.replace);
});

test('a text that is gone, or there twice, is no bug planted', () => {
  const [mutant] = mutants;
  if (mutant === undefined) throw new Error('there are no mutants');
  expect(() => spoilt({ ...mutant, find: 'nowhere in any source' })).toThrow(StaleMutant);
  expect(() => spoilt({ ...mutant, find: 'state' })).toThrow(/times in/);
});

test('without its mutant a run is looked at as far as the mutant came, and whole where the storm was over', () => {
  const whole = planIn({ mode: 'liveness' }, 4);
  expect(planIn({ mode: 'liveness' }, 4, 1000)).toEqual({ ...whole, mode: 'safety', stormMs: 1000 });
  expect(planIn({ mode: 'liveness' }, 4, whole.stormMs)).toEqual(whole);
});
