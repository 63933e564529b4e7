import { Category, Owner, Severity } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { POLICY } from './taxonomy.ts';

test.each(Category.options)('%s has an owner, a severity, and words for staff', (category) => {
  const policy = POLICY[category];
  expect(Owner.options).toContain(policy.owner);
  expect(Severity.options).toContain(policy.severity);
  expect(policy.title('the ERP')).toMatch(/^[A-Z]/);
  expect(policy.nextStep('the ERP').length).toBeGreaterThan(20);
});

test('only what can heal by itself is tried again by itself', () => {
  const healing = Category.options.filter((category) => POLICY[category].kind !== 'hold');
  expect(healing).toEqual([
    'connection',
    'timeout',
    'unknown_outcome',
    'rate_limit',
    'authentication',
    'duplicate',
    'stock',
    'parse',
    'internal',
  ]);
});
