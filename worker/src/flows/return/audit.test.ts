import { expect, test } from 'vitest';
import { inspected } from './rehearsal/returned.ts';
import type { Road } from './rehearsal/road.ts';

const CAUSE = 'validation:refund_approval';

/** What the shop's audit is told of the return, oldest first; that the money went the shop writes down itself. */
const audited = (road: Road) =>
  [...road.shop.audited.values()].map(({ actor, action, before, after, why }) => [actor, action, before, after, why]);

function waiting(): Road {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  return road;
}

test('who approved how much and why, and what then became of the money, is told once each', () => {
  const road = waiting();
  road.command('approve', { cause: CAUSE, reason: 'Photos seen' });
  road.settle();
  road.settle();
  expect(audited(road)).toEqual([
    ['user:7', 'refund_approved', '', '79.34 EUR', 'Photos seen'],
    ['causeway', 'refund_asked', '', '79.34 EUR', ''],
    ['causeway', 'credit_memo_booked', '', '79.34 EUR', ''],
  ]);
});

test('who rejected how much, and why', () => {
  const road = waiting();
  road.command('reject', { cause: CAUSE, reason: 'Worn' });
  road.settle();
  expect(audited(road)).toEqual([['user:7', 'refund_rejected', '79.34 EUR', '', 'Worn']]);
});

test('what was refused to a person, too', () => {
  const road = waiting();
  road.command('approve', { cause: CAUSE, seen: { epoch: 0, n: 1 } });
  road.settle();
  expect(audited(road)).toEqual([['user:7', 'command_refused', 'approve', '', 'the return changed since you looked']]);
});

test('a refund that the shop refused, and one of which nobody can tell, say so; a person’s last word is there', () => {
  const refused = waiting();
  refused.command('approve', { cause: CAUSE });
  refused.exchange('refuses');
  refused.settle();
  expect(audited(refused)).toEqual([
    ['user:7', 'refund_approved', '', '79.34 EUR', ''],
    ['causeway', 'refund_asked', '', '79.34 EUR', ''],
    ['causeway', 'refund_failed', '79.34 EUR', '', 'Not enough is left.'],
  ]);
  const unknown = waiting();
  unknown.command('approve', { cause: CAUSE });
  unknown.exchange('dies');
  unknown.wait();
  unknown.settle();
  unknown.command('resolve', { cause: 'unknown_outcome:refund', reason: 'The bank shows it' });
  unknown.settle();
  expect(audited(unknown).slice(3)).toEqual([
    ['causeway', 'refund_unknown', '79.34 EUR', '', 'Begun, and nobody can tell.'],
    ['user:7', 'exception_settled', '', '', 'The bank shows it'],
    ['causeway', 'credit_memo_booked', '', '79.34 EUR', ''],
  ]);
});
