import fc from 'fast-check';
import { expect, test } from 'vitest';
import { personalValuesOf } from './personal-values.ts';
import { Redaction } from './redaction.ts';

const order = {
  externalId: 'DEMO-1042-9f3a',
  customer: { accountId: null, email: 'zoe@example.com', name: 'Zoë O’Neill', phone: '+49 (89) 123-4567' },
  billTo: { name: 'Zoë O’Neill', line1: 'Hauptstraße 5', city: 'Au', state: 'BY', postcode: '80331', country: 'DE' },
  note: 'Leave it with "Mrs Smith"\nnext door, but please not before nine in the morning',
  lines: [{ sku: 'TEA-1', description: 'Green tea', quantity: '2', netMinor: 80331 }],
};
const redaction = new Redaction(personalValuesOf(order));

test('fields of many systems are masked by their names, and what staff need stays', () => {
  const body = JSON.stringify({
    externalDocumentNumber: 'DEMO-1042-9f3a',
    customerName: 'Somebody Else',
    sellToAddress: { street: 'Elsewhere 7', countryLetterCode: 'DE', flagged: true },
    ship_to_postcode: 10115,
    'Sell-to City': 'Bern',
    addressLine1: 'Elsewhere 7',
    invoice_address: 17,
    productName: 'Green tea',
    lines: [{ sku: 'TEA-1', quantity: 2, notes: ['gift', 'wrapped'] }],
    status: 'draft',
    access_token: 't0ken',
    empty: '',
    phone: '',
  });
  expect(JSON.parse(redaction.body(body))).toEqual({
    externalDocumentNumber: 'DEMO-1042-9f3a',
    customerName: '[personal]',
    sellToAddress: { street: '[personal]', countryLetterCode: '[personal]', flagged: true },
    ship_to_postcode: '[personal]',
    'Sell-to City': '[personal]',
    addressLine1: '[personal]',
    invoice_address: 17,
    productName: 'Green tea',
    lines: [{ sku: 'TEA-1', quantity: 2, notes: ['[personal]', '[personal]'] }],
    status: 'draft',
    access_token: '[secret]',
    empty: '',
    phone: '',
  });
});

test('what the call says of a person is found where no name tells: in lists, messages, other spellings', () => {
  const rpc = ['model.sale.create', 'Zoë O’Neill', 'HAUPTSTRASSE 5', 'hauptstraße  5', 'TEA-1', { of: '0891234567' }];
  expect(JSON.parse(redaction.body(JSON.stringify(rpc)))).toEqual([
    'model.sale.create',
    '[personal]',
    '[personal]',
    '[personal]',
    'TEA-1',
    { of: expect.not.stringContaining('234567') },
  ]);
  const message = redaction.body('{"message":"No party Zo\\u00eb in Au (80331), someone@else.example"}');
  expect(message).toBe('{"message":"No party [personal] in [personal] ([personal]), [personal]"}');
  expect(redaction.body('{"comment2":"x","text":"Leave it with"}')).toBe(
    '{"comment2":"[personal]","text":"[personal]"}',
  );
});

test('what people put into a field that they leave out masks nothing', () => {
  const dashed = new Redaction(personalValuesOf({ billTo: { line1: '-', line2: '.', city: '--' } }));
  expect(dashed.body('<p>create_order - failed . -- <b>7</b></p>')).toBe('<p>create_order - failed . -- <b>7</b></p>');
});

test('what is cut off is read as far as it goes', () => {
  expect(redaction.body('{"orders":[{"number":"S-1","name":"Some')).toBe(
    '{"orders":[{"number":"S-1","name":"[personal]"',
  );
  expect(redaction.body('{"args":["S-1","Hau')).toBe('{"args":["S-1","[personal]"');
  expect(redaction.body('["Zo\\u00')).toBe('["[personal]"');
});

test('HTML, forms, XML and addresses', () => {
  expect(
    redaction.body('<h1>Error</h1><p>Zo&euml; or Zoë O’Neill, Leave it with &quot;Mrs Smith&quot;</p>'),
  ).not.toMatch(/O’Neill|Mrs Smith/);
  expect(redaction.body('<soap:Body><n:CustomerName>Any One</n:CustomerName><Code>7</Code></soap:Body>')).toBe(
    '<soap:Body><n:CustomerName>[personal]</n:CustomerName><Code>7</Code></soap:Body>',
  );
  expect(redaction.body('grant_type=password&client_secret=hush&email=a%40b.example&scope=all')).toBe(
    'grant_type=password&client_secret=[secret]&email=[personal]&scope=all',
  );
  expect(redaction.head('GET /orders?external_id=DEMO-1042-9f3a&city=Bern&q=Hauptstra%C3%9Fe%205&token=abc')).toBe(
    'GET /orders?external_id=DEMO-1042-9f3a&city=[personal]&q=[personal]&token=[secret]',
  );
  expect(redaction.body('Authorization: Bearer abcdef012345')).not.toContain('abcdef012345');
});

const letters = 'aäbçdéfgßhıjkłmñoøpqrștuvwxyzАБВгд東京é';
const word = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 9 }) },
  fc.string({ unit: fc.constantFrom(...'aB1\'"&<>\\/.-+#%,;(){}[]:=$^*?|'), minLength: 1, maxLength: 6 }),
);
const words = (least: number, most: number) =>
  fc.array(word, { minLength: least, maxLength: most }).map((some) => some.join(' '));
const address = fc.record({
  name: words(1, 3),
  company: words(0, 2),
  line1: words(1, 3),
  line2: words(0, 1),
  city: words(1, 2),
  postcode: fc.stringMatching(/^[0-9]{4,6}$/),
  phone: fc.stringMatching(/^\+[0-9]{2} [0-9]{3} [0-9]{5,8}$/),
});
const anyOrder = fc.record({
  customer: fc.record({ email: fc.emailAddress(), name: words(1, 3), phone: fc.constant('+49 30 5551234') }),
  billTo: address,
  shipTo: address,
  note: words(0, 30),
});

/** As adapters and systems may put it: by field, by place, in a text, twice encoded, in HTML, in an address. */
const shapes: readonly ((values: readonly string[]) => string)[] = [
  (values) => JSON.stringify(values),
  (values) => JSON.stringify({ params: [{ x: values }], id: 1 }),
  (values) => JSON.stringify({ error: { args: ['UserError', values.join(' / '), ''] } }),
  (values) => JSON.stringify({ raw: JSON.stringify(values) }),
  (values) =>
    JSON.stringify(values).replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  (values) => JSON.stringify(Object.fromEntries(values.map((value, at) => [`${value} `, at]))),
  (values) => `<ul>${values.map((value) => `<li>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</li>`)}</ul>`,
  (values) => new URLSearchParams(values.map((value) => ['a', value])).toString(),
  (values) => `Nothing found for ${values.join(', ')}.`,
];

test('no personal value of any order survives, in any shape', () => {
  fc.assert(
    fc.property(anyOrder, fc.constantFrom(...shapes), (told, shape) => {
      const personal = personalValuesOf(told);
      const values = personal.map(({ value }) => value);
      const kept = new Redaction(personal).body(shape(values)).replaceAll('[personal]', '¦');
      for (const text of readings(kept))
        for (const value of values) expect(stands(value, text), `${value} in ${text}`).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('nor in the beginning of a body that was cut off', () => {
  fc.assert(
    fc.property(anyOrder, fc.nat(), (told, at) => {
      const personal = personalValuesOf(told);
      const values = personal.map(({ value }) => value);
      const whole = JSON.stringify({ args: values });
      const kept = new Redaction(personal).body(whole.slice(0, at % whole.length)).replaceAll('[personal]', '¦');
      for (const value of values) expect(stands(value, kept), `${value} in ${kept}`).toBe(false);
    }),
    { numRuns: 150 },
  );
});

/** As it is, and as who decodes it would read it. */
function readings(text: string): string[] {
  const unescaped = text.replace(/\\u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const html = text.replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  return [
    text,
    unescaped,
    html,
    new URLSearchParams(text).toString() === '' ? '' : [...new URLSearchParams(text)].flat().join('¦'),
  ];
}

/** Short ones and numbers only where they stand by themselves: else they are part of something else. */
function stands(value: string, text: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(value)) return false;
  if (value.length >= 3 && !/^\d+$/.test(value)) return text.includes(value);
  return text.split(/[^\p{L}\p{N}]+/u).includes(value);
}
