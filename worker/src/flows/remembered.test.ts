import { expect, test } from 'vitest';
import { remade, remembered } from './remembered.ts';

test('what is made of an object is made once for each, whatever it is', () => {
  let made = 0;
  const keyOf = remembered(({ key }: { readonly key: string | undefined }) => {
    made += 1;
    return key;
  });
  const [one, other, none] = [{ key: 'one' }, { key: 'other' }, { key: undefined }];
  expect([keyOf(one), keyOf(other), keyOf(none), keyOf(one), keyOf(none)]).toEqual([
    'one',
    'other',
    undefined,
    'one',
    undefined,
  ]);
  expect(made).toBe(3);
});

test('what is made of the same JSON as of the state before is not made anew', () => {
  let made = 0;
  const counted = remade((all: { readonly units: readonly number[] }) => {
    made += 1;
    return all.units.join();
  });
  const states = Array.from({ length: 4 }, () => ({}));
  const [first = {}, second = {}, third = {}, fourth = {}] = states;
  expect(counted({ before: first, state: second }, { units: [1, 2] }).made).toBe('1,2');
  expect(counted({ before: second, state: third }, { units: [1, 2] }).made).toBe('1,2');
  expect(made).toBe(1);
  expect(counted({ before: third, state: fourth }, { units: [1, 3] }).made).toBe('1,3');
  expect(counted({ before: third, state: fourth }, { units: [1, 2] }).made).toBe('1,2');
  expect(made).toBe(2);
});
