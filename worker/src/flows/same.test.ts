import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameJson } from './same.ts';

test('two values are the same where their JSON is, to the order of the keys', () => {
  const near = fc
    .jsonValue()
    .chain((one) => fc.tuple(fc.constant(one), fc.oneof(fc.constant(structuredClone(one)), fc.jsonValue())));
  fc.assert(
    fc.property(near, ([one, other]) => {
      expect(isSameJson(one, other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [[], {}],
  [{ a: [1] }, { a: { 0: 1 } }],
  [{ a: 1 }, { a: 1, b: 1 }],
  [null, {}],
])('%j is not %j', (one, other) => {
  expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([false, false]);
});
