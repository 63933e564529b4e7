import { expect, test } from 'vitest';
import { atLeast } from './version.ts';

test.each([
  ['7.1.4', '6.8', true],
  ['6.8', '6.8', true],
  ['6.10', '6.8', true],
  ['6.1.9', '6.8', false],
  ['6.8-RC1', '6.8', true],
  ['5', '6.8', false],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(atLeast(version, least)).toBe(expected);
});
