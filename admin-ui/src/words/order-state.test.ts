import { describe, expect, it } from 'vitest';
import { isMoving, orderStates, orderStateWords } from './order-state.ts';

describe('the states of an order', () => {
  it('have a word each, and no two the same', () => {
    const words = orderStates().map((state) => orderStateWords(state).label);
    expect(new Set(words).size).toBe(words.length);
  });

  it('are shown by their own key where this version does not know them', () => {
    expect(orderStateWords('awaiting_credit')).toEqual({ label: 'Awaiting credit', tone: 'quiet' });
  });

  it('are not taken from what objects inherit', () => {
    expect(orderStateWords('constructor').label).toBe('Constructor');
  });

  it('move until the order is closed or waits for a person', () => {
    expect(isMoving({ state: 'retrying', open: true })).toBe(true);
    expect(isMoving({ state: 'captured', open: true })).toBe(true);
    expect(isMoving({ state: 'held', open: true })).toBe(false);
    expect(isMoving({ state: 'shipped', open: false })).toBe(false);
  });
});
