import { describe, expect, it } from 'vitest';
import { placeFrom, searchOf } from './place.ts';

describe('the address of the panel', () => {
  it('opens on the orders', () => {
    expect(placeFrom('?page=causeway')).toEqual({ tab: 'orders', order: null, list: {} });
  });

  it.each([
    '?page=causeway&order=1042&search=SO-7',
    '?page=causeway&tab=exceptions&owner=it',
    '?page=causeway&state=held%2Caccepted&p=3',
  ])('can be bookmarked: %s', (search) => {
    expect(searchOf(placeFrom(search), search)).toBe(search);
  });

  it('shrugs off what makes no sense', () => {
    expect(placeFrom('?page=causeway&tab=nowhere&order=-3')).toMatchObject({ tab: 'orders', order: null });
    expect(placeFrom('?page=causeway&order=1e99')).toMatchObject({ order: null });
  });

  it('keeps the list that an order was opened from', () => {
    const opened = { ...placeFrom('?page=causeway&state=held&p=2'), order: 7 };
    expect(placeFrom(searchOf(opened, '?page=causeway')).list).toEqual({ state: 'held', p: '2' });
  });
});
