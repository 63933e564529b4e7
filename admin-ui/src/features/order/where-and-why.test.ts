import { expect, it } from 'vitest';
import { shortTime } from '../../words/relative-time.ts';
import { whereAndWhy } from './where-and-why.ts';

const now = 1_800_000_000_000;
const told = { state: 'held', reason: '', waiting_for: '', since: null, attempt: null };

it('names the state, how long, why, and what is awaited', () => {
  const order = { ...told, since: now - 180_000, reason: 'Payment is not confirmed', waiting_for: 'a person' };
  expect(whereAndWhy(order, now, 'en')).toBe(
    `Held by a check since ${shortTime(order.since, 'en')} (3 minutes ago). Payment is not confirmed. Waiting for a person.`,
  );
});

it('says which attempt this is and when the next one comes', () => {
  const order = { ...told, state: 'retrying', attempt: { n: 3, of: 8, next_at: now + 12_000 } };
  expect(whereAndWhy(order, now, 'en')).toBe('Trying again. Attempt 3 of 8, next in 12 seconds.');
});

it('says that an attempt is overdue, as when the worker is down', () => {
  const order = { ...told, state: 'retrying', attempt: { n: 3, of: 8, next_at: now - 120_000 } };
  expect(whereAndWhy(order, now, 'en')).toBe('Trying again. Attempt 3 of 8; the next was due 2 minutes ago.');
});

it('has an answer for an order that no worker has seen', () => {
  const since = now - 720_000;
  const order = { ...told, state: 'captured', since, reason: 'No report yet.', waiting_for: 'the worker' };
  expect(whereAndWhy(order, now, 'en')).toBe(
    `Captured since ${shortTime(since, 'en')} (12 minutes ago). No report yet. Waiting for the worker.`,
  );
});

it('shows a state that this version does not know by its own word', () => {
  expect(whereAndWhy({ ...told, state: 'awaiting_credit' }, now, 'en')).toBe('Awaiting credit.');
});
