import { expect, test } from 'vitest';
import * as z from 'zod';
import { shaped } from './shaped.ts';

const Orders = z.object({ orders: z.array(z.object({ number: z.string() })) });
const read = (value: unknown) => shaped(Orders, value, 'the ERP answered');

test('what has the shape is read; of what has not only the place is told', () => {
  expect(read({ orders: [{ number: 'SO-1', more: true }] })).toEqual({ orders: [{ number: 'SO-1' }] });
  const failure = { category: 'parse', phase: 'after_send', retryAfterMs: null };
  const problem = (value: unknown) => {
    try {
      return read(value);
    } catch (error) {
      return error;
    }
  };
  const message = 'the ERP answered in an unknown shape: orders.0.number';
  expect(problem({ orders: [{ number: 7, name: 'Ada' }] })).toMatchObject({ ...failure, message });
  expect(problem('Ada')).toMatchObject({ ...failure, message: 'the ERP answered in an unknown shape: the whole body' });
});
