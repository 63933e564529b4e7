import { describe, expect, it } from 'vitest';
import { paramsFrom, queryFrom, viewFrom } from './returns-view.ts';

describe('the address of the returns', () => {
  it.each([{}, { return: 'e-RMA7' }, { all: '1', p: '3' }])('can be bookmarked: %o', (list) => {
    const written = Object.fromEntries(Object.entries(paramsFrom(viewFrom(list))).filter(([, value]) => value !== ''));
    expect(written).toEqual(list);
  });

  it('shrugs off what makes no sense', () => {
    expect(viewFrom({ return: '../../x', p: '-2' })).toEqual({ opened: null, all: false, page: 1 });
  });

  it('shows open ones unless all are wanted', () => {
    expect(queryFrom(viewFrom({}))).toEqual({ open: true, page: 1, per_page: 25 });
    expect(queryFrom(viewFrom({ all: '1', p: '2' }))).toEqual({ page: 2, per_page: 25 });
  });
});
