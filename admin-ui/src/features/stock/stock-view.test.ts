import { describe, expect, it } from 'vitest';
import { isNarrowed, paramsFrom, queryFrom, viewFrom } from './stock-view.ts';

describe('the address of the stock', () => {
  it.each([{}, { sku: 'MUG-' }, { troubled: '1', p: '3' }])('can be bookmarked: %o', (list) => {
    const written = Object.fromEntries(Object.entries(paramsFrom(viewFrom(list))).filter(([, value]) => value !== ''));
    expect(written).toEqual(list);
  });

  it('shrugs off what makes no sense', () => {
    expect(viewFrom({ p: '-2', troubled: 'yes' })).toEqual({ search: '', troubled: false, page: 1 });
  });

  it('asks the route for what is looked for only', () => {
    expect(queryFrom(viewFrom({}))).toEqual({ search: undefined, exceptions: undefined, page: 1, per_page: 25 });
    expect(queryFrom(viewFrom({ sku: ' MUG ', troubled: '1' }))).toMatchObject({ search: 'MUG', exceptions: true });
    expect([isNarrowed(viewFrom({})), isNarrowed(viewFrom({ sku: 'M' }))]).toEqual([false, true]);
  });
});
