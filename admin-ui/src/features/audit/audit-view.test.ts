import { expect, it } from 'vitest';
import { isNarrowed, paramsFrom, queryFrom, viewFrom } from './audit-view.ts';

const all = {
  order: undefined,
  actor: undefined,
  action: undefined,
  from: undefined,
  until: undefined,
  before: undefined,
};

it('shows the newest of everything when the address says nothing', () => {
  expect(queryFrom(viewFrom({}))).toEqual(all);
  expect(isNarrowed(viewFrom({ before: '900' }))).toBe(false);
});

it('goes through the address unchanged', () => {
  const view = {
    order: '#1042',
    actor: 'user:7',
    action: 'order_skipped',
    from: '2026-11-01',
    until: '2026-11-30',
    before: '900',
  };
  expect(viewFrom(paramsFrom(view))).toEqual(view);
  expect(isNarrowed(view)).toBe(true);
});

it('means whole days where the reader is', () => {
  const { from = 0, until = 0 } = queryFrom(viewFrom({ from: '2026-11-30', until: '2026-11-30' }));
  expect([new Date(from).getHours(), until - from]).toEqual([0, 24 * 3_600_000]);
});

it('ignores what nobody could have chosen', () => {
  const asked = viewFrom({
    actor: 'Robert"); --',
    action: '../',
    from: 'yesterday',
    until: '2026-99-99',
    before: '-1',
  });
  expect(queryFrom(asked)).toEqual(all);
});
