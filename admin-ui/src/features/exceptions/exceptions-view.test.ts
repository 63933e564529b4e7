import { describe, expect, it } from 'vitest';
import { isNarrowed, paramsFrom, queryFrom, viewFrom } from './exceptions-view.ts';

describe('the exceptions list', () => {
  it('shows what still needs a person: open and acknowledged', () => {
    expect(queryFrom(viewFrom({}))).toEqual({
      status: ['open', 'acknowledged'],
      owner: undefined,
      category: undefined,
      page: 1,
      per_page: 25,
    });
  });

  it('asks for one owner and one category', () => {
    expect(queryFrom(viewFrom({ status: 'all', owner: 'finance', category: 'total_mismatch', p: '3' }))).toEqual({
      status: undefined,
      owner: 'finance',
      category: 'total_mismatch',
      page: 3,
      per_page: 25,
    });
  });

  it('goes through the address unchanged', () => {
    const view = { status: 'closed', owner: 'it', category: 'mapping', page: 2 } as const;
    expect(viewFrom(paramsFrom(view))).toEqual(view);
  });

  it('has nothing to clear when only the status was chosen', () => {
    expect(isNarrowed(viewFrom({ status: 'closed' }))).toBe(false);
    expect(isNarrowed(viewFrom({ owner: 'it' }))).toBe(true);
    expect(isNarrowed(viewFrom({ owner: 'nobody' }))).toBe(false);
  });
});
