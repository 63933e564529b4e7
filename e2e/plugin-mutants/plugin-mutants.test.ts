import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spoilt } from '../mutants/plant.ts';
import { pluginFolder } from '../stage/site/place.ts';
import type { TestResult } from '../suite/result.ts';
import { mutants } from './catalogue/index.ts';
import { judged } from './hunt.ts';

test('each mutant has a name of its own, its text once in the plugin, and tests that are there', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  for (const mutant of mutants) {
    expect(spoilt(mutant), mutant.name).toContain(mutant.replace);
    for (const file of mutant.tests) expect(existsSync(join(pluginFolder, 'tests', `${file}.php`)), file).toBe(true);
  }
});

test('caught is what a test fails with, while others pass', () => {
  const results = (...outcomes: TestResult['outcome'][]) =>
    outcomes.map((outcome, nr): TestResult => ({ name: `test ${nr}`, outcome, message: '' }));
  const found = (...outcomes: TestResult['outcome'][]) => judged({ breaks: 'it' }, results(...outcomes));
  expect(found('passed', 'failed', 'skipped')).toEqual({ kind: 'caught', by: ['test 1'], of: 3 });
  expect(found('passed', 'skipped')).toEqual({ kind: 'missed', why: 'no test saw it: it' });
  expect(found('failed', 'skipped')).toEqual({ kind: 'missed', why: 'no test passes any more' });
});
