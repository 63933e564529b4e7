import { expect, test } from 'vitest';
import { phrasesIn, UnreadablePhrase } from './phrases.ts';

const of = (source: string) => phrasesIn(source, 'causeway');
const plain = { plural: null, context: null, hint: '' };

test.each([
  ['PHP', `echo \\esc_html__( 'It\\'s "so"', 'causeway' );`, { ...plain, text: 'It\'s "so"' }],
  ['TypeScript', `{__("doesn't", 'causeway')}`, { ...plain, text: "doesn't" }],
  ['over lines', `__(\n  'Go, (live)…',\n  'causeway',\n)`, { ...plain, text: 'Go, (live)…' }],
  ['context', `_x('Open', 'of an exception', 'causeway')`, { ...plain, text: 'Open', context: 'of an exception' }],
  [
    'plural and a hint',
    `/* translators: %d: how many */\n\t\t\\sprintf( \\_n( '%d row', '%d rows', max( $a, 1 ), 'causeway' ), $a )`,
    { ...plain, text: '%d row', plural: '%d rows', hint: '%d: how many' },
  ],
])('%s', (_, source, phrase) => {
  expect(of(source)).toEqual([phrase]);
});

test('what only looks like one is none, and WordPress translates its own', () => {
  expect(of(`__( 'No route was found.' ); _n( '%s item', '%s items', $n );`)).toEqual([]);
  expect(of(`$this->__( 'x' ); Foo::_e( 'x' ); my__('x'); "__('x', 'causeway')";`)).toEqual([]);
});

test('a phrase that no translator could find is a mistake', () => {
  expect(() => of(`__( $text, 'causeway' )`)).toThrow(UnreadablePhrase);
  expect(() => of(`__( 'a' . 'b', 'causeway' )`)).toThrow('it is not written out');
  expect(() => of(`__( 'a', 'other' )`)).toThrow("its text domain isn't 'causeway'");
});
