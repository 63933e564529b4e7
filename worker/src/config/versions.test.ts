import { expect, test } from 'vitest';
import { inRange } from './versions.ts';

test('a range includes its lower end and not its upper', () => {
  const range = { min: '0.1.0', below: '0.2.0' };
  expect(
    ['0.0.9', '0.1.0', '0.1.17', '0.2.0', '1.0.0', '0.1.3-beta.1'].map((version) => inRange(version, range)),
  ).toEqual([false, true, true, false, false, true]);
});
