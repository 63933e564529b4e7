import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spoilt } from '../mutants/plant.ts';
import { pluginFolder } from '../stage/site/place.ts';
import { mutants } from './catalogue/index.ts';

test('each mutant has a name of its own, its text once in the plugin, and tests that are there', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  for (const mutant of mutants) {
    expect(spoilt(mutant), mutant.name).toContain(mutant.replace);
    for (const file of mutant.tests) expect(existsSync(join(pluginFolder, 'tests', `${file}.php`)), file).toBe(true);
  }
});
