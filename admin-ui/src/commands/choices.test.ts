import { expect, it, test } from 'vitest';
import { choicesOf } from './choices.ts';

test.each([
  ['connection:erp', ['retry', 'resolve'], ['retry', 'resolve']],
  ['validation:refund_approval', ['approve', 'reject'], []],
  ['validation:refund_failed', ['retry', 'reject'], ['retry']],
  ['conflict:edited:delivery', ['resolve', 'retry'], ['resolve', 'retry']],
  ['stock:held:erp', ['approve', 'reject'], []],
  ['stock:first_difference', ['approve', 'resolve'], ['approve', 'resolve']],
  ['stock:variance:stock_differs', ['approve', 'resolve'], ['approve', 'resolve']],
  ['stock:below_zero', ['retry', 'resolve'], ['retry', 'resolve']],
  ['connection:stock_stale:erp', [], []],
])('what can be chosen of %s, and of all together', (cause, commands, together) => {
  expect(choicesOf(cause)).toEqual({ commands, together });
});

it('lets nobody ask again for a payment of which nobody knows whether it was made', () => {
  expect(choicesOf('unknown_outcome:refund')).toEqual({ commands: ['resolve', 'reject'], together: [] });
});
