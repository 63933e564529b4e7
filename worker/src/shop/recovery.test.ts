import { expect, test } from 'vitest';
import { afterKnown, afterOpen, askFor, type Cause, causeOf, type Progress, questionOf } from './recovery.ts';

const known = { epoch: 3, shopId: 'a', incarnation: 2, recovering: false };
const told = { epoch: 3, shopId: 'a', incarnation: 2 };
const nothing = { epoch: 0, shopId: null, incarnation: 0, recovering: false };

test.each<[string, Cause | null, Partial<typeof known>, Partial<typeof told>]>([
  ['a plain restart', null, {}, {}],
  ['a new epoch: another engine was there, or this file is old', 'anew', {}, { epoch: 4 }],
  ['another shop under the same code', 'anew', {}, { shopId: 'b', epoch: 1, incarnation: 1 }],
  ['the shop was restored, and goes on', 'restored', {}, { incarnation: 3 }],
  ['restored to before the last change of worker', 'restored', {}, { incarnation: 3, epoch: 2 }],
  ['restored, and another worker was there since', 'anew', {}, { incarnation: 3, epoch: 4 }],
  ['the process ended while it loaded', 'unfinished', { recovering: true }, {}],
  ['the process ended while it compared with a restored shop', 'restored', { recovering: true }, { incarnation: 3 }],
])('%s: %s', (_, cause, ofFile, ofShop) => {
  expect(causeOf({ ...known, ...ofFile }, { ...told, ...ofShop })).toBe(cause);
});

test.each<[string, Cause, Partial<typeof told>]>([
  ['the same', 'anew', {}],
  ['a lower one', 'anew', { epoch: 2 }],
  ['a lower one, of a shop that goes on from a backup', 'restored', { epoch: 2, incarnation: 3 }],
])('the shop did not know our epoch, and gives %s: %s', (_, cause, ofShop) => {
  expect(causeOf(known, { ...told, ...ofShop }, true)).toBe(cause);
});

test('what was being forgotten belongs to no epoch: it is no new file', () => {
  expect(causeOf({ ...known, epoch: 0, recovering: true }, { ...told, epoch: 1 })).toBe('anew');
});

test('a new file: nobody can have worked under the first epoch of a shop; under any other, somebody has', () => {
  expect(causeOf(nothing, { epoch: 1, shopId: 'a', incarnation: 1 })).toBeNull();
  expect(causeOf(nothing, { epoch: 2, shopId: 'a', incarnation: 1 })).toBe('anew');
});

test('a file of an older worker, which knew only the epoch, is a plain restart', () => {
  expect(causeOf({ ...nothing, epoch: 3 }, { epoch: 3, shopId: 'a', incarnation: 2 })).toBeNull();
});

const pages: Record<string, string[]> = { '': ['order/1', 'order/2'], 'order/2': ['order/3'], 'order/3': [] };
const next = (after: string) => pages[after] ?? [];
type Known = Extract<Progress, { step: 'known' }>;

test('what an exchange did not reach is asked for again, then the next page, then the open subjects', () => {
  const first = askFor(next(''));
  expect(questionOf(first)).toEqual({ looks: ['order/1', 'order/2'], open_after: null });
  const second = afterKnown(first as Known, new Set(['order/2']), next).progress;
  expect(questionOf(second)).toEqual({ looks: ['order/1'], open_after: null });
  const third = afterKnown(second as Known, new Set(['order/1']), next).progress;
  expect(questionOf(third)).toEqual({ looks: ['order/3'], open_after: null });
  const open = afterKnown(third as Known, new Set(['order/3']), next).progress;
  expect(questionOf(open)).toEqual({ looks: [], open_after: '' });
  const more = afterOpen(open, { next: 'order/7' });
  expect(questionOf(more)).toEqual({ looks: [], open_after: 'order/7' });
  expect(afterOpen(more, null)).toBe(more);
  expect(afterOpen(more, { next: null })).toEqual({ step: 'settling' });
});

test('a subject of which the shop never says anything holds up the others for ten exchanges, not for ever', () => {
  let progress = askFor(['order/1', 'order/2']);
  const givenUp: (string | null)[] = [];
  for (let exchange = 0; exchange < 10; exchange += 1) {
    const after = afterKnown(progress as Known, new Set(), () => []);
    progress = after.progress;
    givenUp.push(after.givenUp);
  }
  expect(givenUp).toEqual([...Array(9).fill(null), 'order/1']);
  expect(questionOf(progress).looks).toEqual(['order/2']);
});
