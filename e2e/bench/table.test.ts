import { expect, it } from 'vitest';
import { signed, table } from './table.ts';

it('a table is Markdown, numbers stand to the right', () => {
  expect(
    table([
      ['what', 'ms'],
      ['a save', 1.5],
      ['a checkout', '12.0'],
    ]),
  ).toBe(
    ['| what       |   ms |', '|------------|-----:|', '| a save     |  1.5 |', '| a checkout | 12.0 |'].join('\n'),
  );
});

it('a difference has its sign', () => {
  expect([signed(1.25, 2), signed(-3), signed(0, 0)]).toEqual(['+1.25', '−3.0', '+0']);
});
