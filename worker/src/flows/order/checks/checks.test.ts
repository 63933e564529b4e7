import { type OrderSnapshot, SubjectException } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { readOrder } from '../canonical/reading.ts';
import { toSalesOrder } from '../canonical/sales-order.ts';
import { anItem, anOrder, theSettings } from '../rehearsal/snapshot.ts';
import { runChecks } from './index.ts';

const order = anOrder();
const mapping = theSettings().mapping;
const tax = { rate_id: 9, total: '1', subtotal: '1' };

/** What is wrong with the order or missing in the settings → the cause of the hold. */
const HOLDS: [string, Partial<OrderSnapshot>, Record<string, unknown>, string][] = [
  ['no e-mail', { billing: { ...order.billing, email: '' } }, {}, 'validation:field:billing-e-mail'],
  ['no product line', { items: [] }, {}, 'validation:field:a-line-with-a-product'],
  [
    'a product without SKU',
    { items: [{ ...anItem(17, '', '1', zero()), product_id: 77 }] },
    {},
    'mapping:sku:product-77',
  ],
  ['a payment method without a row', { payment_method: 'klarna' }, {}, 'mapping:payment_method:klarna'],
  ['a free order without a row', { payment_method: '' }, {}, 'mapping:payment_method:none'],
  [
    'a method held by rule',
    {},
    { mapping: { ...mapping, paymentMethods: { cod: { erp: 'COD', state: 'hold' } } } },
    'validation:payment_hold:cod',
  ],
  ['an inherited name is no row', { payment_method: 'constructor' }, {}, 'mapping:payment_method:constructor'],
  [
    'a shipping method without a row',
    {},
    { mapping: { ...mapping, shippingMethods: {} } },
    'mapping:shipping_method:flat_rate',
  ],
  ['a tax rate without a row', {}, { mapping: { ...mapping, taxCodes: {} } }, 'mapping:tax_code:DE-VAT-1'],
  [
    'two tax rates on one line without a row for both',
    { shipping_lines: [{ ...shippingLine(), taxes: [...shippingLine().taxes, tax] }] },
    {},
    'mapping:tax_code:DE-VAT-1-rate-9',
  ],
  ['a total that the lines do not give', { totals: { ...order.totals, total: '60.70' } }, {}, 'total_mismatch:lines'],
  [
    'an amount beyond counting',
    { totals: { ...order.totals, total: '999999999999999.99' } },
    {},
    'total_mismatch:amount',
  ],
  ['a fraud flag', { meta: { _causeway_fraud: 'yes' } }, {}, 'validation:fraud:_causeway_fraud'],
  ['no street', { shipping: { ...order.shipping, address_1: ' ' } }, {}, 'validation:address'],
  ['a country without delivery', {}, { shipToCountries: ['DE'] }, 'validation:country:GB'],
];

function zero() {
  return { subtotal: '0', subtotal_tax: '0', total: '0', total_tax: '0' };
}

function shippingLine() {
  const [line] = order.shipping_lines;
  if (line === undefined) throw new Error('the model order has a shipping line');
  return line;
}

test.each(HOLDS)('promise 4: %s holds the order', (_, changes, settings, cause) => {
  const configured = theSettings(settings);
  const reading = readOrder(anOrder(changes), configured);
  const holds = runChecks(reading, configured);
  expect(holds.map((hold) => hold.cause)).toContain(cause);
  for (const hold of holds) expect(SubjectException.safeParse(hold).error).toBeUndefined();
});

test.each([
  ['the order as it is', {}],
  ['risk found low', { meta: { _wc_risk_level: 'low' } }],
  ['no flag', { meta: { _causeway_fraud: '' } }],
  ['no shipping address, but a billing one', { shipping: { ...order.shipping, address_1: '', city: '', country: '' } }],
] as [string, Partial<OrderSnapshot>][])('%s passes', (_, changes) => {
  const reading = readOrder(anOrder(changes), theSettings());
  expect(runChecks(reading, theSettings())).toEqual([]);
  expect(toSalesOrder(reading, { externalId: 'DEMO-1042-9f3a', traceId: '' })).not.toBeNull();
});

test('a hold names the row to add', () => {
  const [hold] = runChecks(readOrder(anOrder({ payment_method: 'klarna' }), theSettings()), theSettings());
  expect(hold?.next_step).toContain('Add payment method `klarna` to mapping.paymentMethods');
});
