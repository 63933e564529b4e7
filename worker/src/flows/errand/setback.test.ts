import { expect, test } from 'vitest';
import { type Setbacks, setBack, type Waits } from './setback.ts';

const NOW = 1_000_000;
const WHOSE = { role: 'erp', system: 'the ERP', about: ['erp'], key: 'order/1:erp' };

function after(category: Parameters<typeof setBack>[3], waits: Waits, fails = 0): Setbacks {
  const standing: Setbacks = { fails, failure: null, notBefore: null, problem: null, stopped: false };
  const schedule = { attemptsMax: 3, baseMs: 2, capMs: 8 };
  setBack({ now: NOW, scheduleOf: () => schedule, say: () => undefined }, WHOSE, standing, category, 'why', waits);
  return standing;
}

test('the next attempt waits for the longest of back-off, settling and what the system asked for', () => {
  expect(after('unknown_outcome', { atLeastMs: 5000, wishMs: 60_000 })).toMatchObject({ notBefore: NOW + 60_000 });
  expect(after('unknown_outcome', { atLeastMs: 5000, wishMs: 100 })).toMatchObject({ fails: 1, notBefore: NOW + 5000 });
  expect(after('timeout', {}).notBefore).toBeLessThanOrEqual(NOW + 2);
});

test('what is only to wait spends no attempt, however often; a limit is nobody’s exception, a refused sign-in is', () => {
  expect(after('rate_limit', { wishMs: 7000 }, 2)).toMatchObject({ fails: 2, notBefore: NOW + 7000, problem: null });
  const refused = after('authentication', {}, 2);
  expect(refused).toMatchObject({ fails: 2, notBefore: NOW + 8, stopped: false, problem: { owner: 'it' } });
});

test('the last attempt ends as an exception with an owner, and nothing is tried again by itself', () => {
  const over = after('connection', { wishMs: 60_000 }, 2);
  expect(over).toMatchObject({ fails: 3, notBefore: null, stopped: true, problem: { owner: 'it' } });
  expect(over.problem?.detail).toBe('why Gave up after 3 of 3 attempts.');
  expect(after('validation', {})).toMatchObject({ fails: 0, stopped: true, problem: { owner: 'fulfilment' } });
});
