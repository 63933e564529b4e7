import { expect, test } from 'vitest';
import { toExternalId, toNativeId } from './external-document.ts';
import { isNoteLine, noteLines } from './note.ts';
import { cut, filled, fitting, pieces } from './texts.ts';

test('a cut leaves no half of a sign', () => {
  expect(cut('ab🛳', 3)).toBe('ab');
  expect(cut('ab🛳', 4)).toBe('ab🛳');
});

test('what must arrive whole is refused by its field, and the text is not told', () => {
  expect(fitting('x'.repeat(30), 30, 'shipTo.city')).toHaveLength(30);
  const refused = expect.objectContaining({
    category: 'validation',
    phase: 'before_send',
    message: 'shipTo.city is longer than the 30 characters that Business Central takes',
  });
  expect(() => fitting('Frieda'.repeat(6), 30, 'shipTo.city')).toThrow(refused);
});

test('a long text is broken at blanks, and in a word only where there are none', () => {
  expect(pieces('Bitte bei Hansen klingeln', 12)).toEqual(['Bitte bei', 'Hansen', 'klingeln']);
  expect(pieces('x'.repeat(25), 10)).toEqual(['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]);
  expect(pieces('  ', 10)).toEqual([]);
});

test('empty texts and what is left out are not sent; nought is', () => {
  expect(filled({ a: '', b: undefined, c: 0, d: 'x' })).toEqual({ c: 0, d: 'x' });
});

test('an external id is upper case there and ours again here; what is not ours is nobody’s', () => {
  expect(toNativeId('DEMO-1042-9f3a')).toBe('DEMO-1042-9F3A');
  expect(toExternalId('DEMO-1042-9F3A')).toBe('DEMO-1042-9f3a');
  for (const other of ['', 'PO-77', 'DEMO-1042-9F3A-2', 'TOOLONGCODE-1-0000']) expect(toExternalId(other)).toBeNull();
});

test('a note is lines that can be told from other comments; beyond twenty it is cut', () => {
  expect(noteLines('Bitte\n klingeln')).toEqual(['Note: Bitte klingeln']);
  expect(noteLines('')).toEqual([]);
  expect(noteLines('wort '.repeat(1000))).toHaveLength(20);
  for (const line of noteLines('wort '.repeat(1000))) expect(line.length).toBeLessThanOrEqual(100);
  expect(isNoteLine({ lineType: 'Comment', description: 'Note: x' })).toBe(true);
  expect(isNoteLine({ lineType: 'Comment', description: 'Shop order 1042: paid' })).toBe(false);
  expect(isNoteLine({ lineType: 'Item', description: 'Note: a music sheet' })).toBe(false);
});
