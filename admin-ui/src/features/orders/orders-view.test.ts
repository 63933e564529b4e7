import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, isNarrowed, paramsFrom, perPageSizes, queryFrom, viewFrom } from './orders-view.ts';

describe('the orders list', () => {
  it('shows the newest orders first when the address says nothing', () => {
    expect(queryFrom(viewFrom({}))).toEqual({
      search: undefined,
      state: undefined,
      open: undefined,
      exceptions: undefined,
      sort: 'order_id',
      direction: 'desc',
      page: 1,
      per_page: 25,
    });
    expect(paramsFrom(viewFrom({}))).toEqual({});
  });

  it('asks for what the view filters', () => {
    const view = viewFrom({
      search: ' SO-12 ',
      state: 'held,retrying',
      open: 'yes',
      exceptions: 'no',
      sort: 'since',
      p: '3',
    });
    expect(queryFrom(view)).toMatchObject({
      search: 'SO-12',
      state: ['held', 'retrying'],
      open: true,
      exceptions: false,
      sort: 'since',
      direction: 'asc',
      page: 3,
    });
  });

  it('keeps its whole state in the address', () => {
    const params = fc.record(
      {
        search: fc.string({ minLength: 1 }),
        state: fc
          .uniqueArray(fc.constantFrom('held', 'accepted', 'shipped'), { minLength: 1 })
          .map((all) => all.join(',')),
        open: fc.constantFrom('yes', 'no'),
        exceptions: fc.constantFrom('yes', 'no'),
        sort: fc.constantFrom('since', '-since', 'order_id'),
        p: fc.integer({ min: 2, max: 900 }).map(String),
        per: fc.constantFrom(...perPageSizes.slice(1)).map(String),
        columns: fc.subarray([...columns], { minLength: 1, maxLength: columns.length - 1 }).map((all) => all.join(',')),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(params, (given) => {
        expect(paramsFrom(viewFrom(given))).toEqual(given);
      }),
    );
  });

  it('ignores what nobody could have chosen', () => {
    expect(paramsFrom(viewFrom({ sort: 'password', p: '-1', per: '100000' }))).toEqual({});
  });

  it('tells an empty list from one that filters emptied', () => {
    expect(isNarrowed(queryFrom(viewFrom({ sort: 'since' })))).toBe(false);
    expect(isNarrowed(queryFrom(viewFrom({ search: '7' })))).toBe(true);
    expect(isNarrowed(queryFrom(viewFrom({ open: 'no' })))).toBe(true);
  });
});
