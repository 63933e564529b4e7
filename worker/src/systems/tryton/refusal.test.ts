import { expect, test } from 'vitest';
import { refusal } from './refusal.ts';

const user = (message: string) => ['UserError', [message, '', null]];

test.each([
  ['A value is required for field "Invoice Address" in "Sale".', 'validation'],
  [
    'The number of digits in the value "1.5" for field "Quantity" in "Sale Line" exceeds the limit of "0".',
    'validation',
  ],
  ['You are not allowed to access "Sale".', 'authentication'],
  ['Calling button "process on "sale.sale" is not allowed.', 'authentication'],
  ['To invoice sale "7" you must define an account revenue for product "Lamp".', 'missing_reference'],
  ['No rate found for currency "CHF" on "2026-11-21".', 'missing_reference'],
  ['You cannot modify stock move "1u Lamp" because it is done.', 'conflict'],
  ['To delete sale "7" you must cancel it.', 'conflict'],
  ['Code of active product must be unique.', 'conflict'],
])('"%s" is %s', (message, category) => {
  expect(refusal('the ERP', user(message))).toMatchObject({ category, phase: 'before_send' });
});

test('a warning waits for a person, a change of somebody else is a conflict, a defect is internal', () => {
  expect(refusal('the ERP', ['UserWarning', ['name', 'Are you sure?', '']])).toMatchObject({
    category: 'conflict',
    message: "the ERP asks for a person's word: Are you sure?",
  });
  expect(refusal('the ERP', ['ConcurrencyException', ['record']])).toMatchObject({ category: 'conflict' });
  expect(refusal('the ERP', ["'nofield'", ''])).toMatchObject({ category: 'internal' });
  expect(refusal('the ERP', [])).toMatchObject({ category: 'internal' });
});

test('a message names no person, and not the long tail', () => {
  const said =
    'The value "Frieda Hansen" for field "Name" of party "Frieda Hansen" <frieda@example.test> is wrong\nsecond line';
  const { message } = refusal('the ERP', user(said));
  expect(message).toBe('the ERP refused: The value "…" for field "Name" of party "…" <…> is wrong');
  expect(refusal('the ERP', user('x'.repeat(5000))).message.length).toBeLessThan(400);
});
