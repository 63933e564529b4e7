import { expect, it } from 'vitest';
import { decisionOf } from './decisions.ts';

it('offers a yes where something waits for one, for all subjects at once only where they differ alike', () => {
  expect(decisionOf('stock:held:erp')).toEqual({ reject: true, together: false });
  expect(decisionOf('validation:refund_approval')).toEqual({ reject: true, together: false });
  expect(decisionOf('stock:first_difference')).toEqual({ reject: false, together: true });
  expect(decisionOf('stock:variance:stock_differs')).toEqual({ reject: false, together: true });
  expect(decisionOf('stock:below_zero')).toBeNull();
});
