import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the bare loop is one file of at most 60 lines, and shares nothing with the worker', () => {
  const source = readFileSync(join(import.meta.dirname, 'bare-loop.ts'), 'utf8');
  const imported = [...source.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name);
  expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => !name.startsWith('node:'))).toEqual([]);
});
