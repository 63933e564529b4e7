import type { SalesOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { roundingMax } from '../orders/creation.ts';
import type { Settings } from '../settings.ts';
import { roundingLine, toNativeOrder } from './order.ts';

const address = {
  name: 'Frieda Hansen',
  company: '',
  line1: 'Deichstraße 12',
  line2: '',
  city: 'Hamburg',
  state: '',
  postcode: '20459',
  country: 'DE',
  phone: '+49 40 1',
};
const bare = { sku: null, description: '', quantity: '1', taxMinor: 0, taxCode: 'STANDARD' } as const;
const order: SalesOrder = {
  externalId: 'DEMO-1042-9f3a',
  shopOrderId: 1042,
  shopOrderNumber: '1042',
  orderedAt: '2026-11-27T23:30:00Z',
  paidAt: null,
  currency: 'EUR',
  currencyDigits: 2,
  customer: { accountId: null, email: 'frieda@example.test', name: 'Frieda Hansen', phone: '' },
  billTo: { ...address, city: 'Altona' },
  shipTo: address,
  payment: { method: 'CARD', state: 'on_account', transactionId: 'ch_1' },
  shippingMethod: 'STANDARD',
  lines: [
    {
      ...bare,
      lineId: '17',
      kind: 'item',
      sku: 'SKU-1',
      description: 'Lantern',
      quantity: '2',
      netMinor: 3998,
      taxMinor: 760,
    },
    { ...bare, lineId: 'd17', kind: 'discount', description: 'SPRING', netMinor: -683, taxMinor: -130 },
    { ...bare, lineId: '18', kind: 'shipping', description: 'Flat rate', netMinor: 504, taxMinor: 96 },
    { ...bare, lineId: '19', kind: 'fee', description: 'Wrapping', netMinor: 100, taxMinor: 19 },
    { ...bare, lineId: '20', kind: 'gift_card', description: 'Gift card', netMinor: -500, taxCode: null },
    { ...bare, lineId: 'r1', kind: 'rounding', description: 'Rounding', netMinor: -1, taxCode: null },
  ],
  totalMinor: 4163,
  taxMinor: 745,
  note: 'Bitte klingeln',
  traceId: 'ab'.repeat(16),
};
const code = (number: string, taxCode?: string) => ({ type: 'Account', number, taxCode }) as const;
const lines: Settings['lines'] = {
  shipping: code('6810'),
  discount: code('6110'),
  fee: code('6120'),
  giftCard: code('2900', 'ZERO'),
  rounding: code('9140', 'ZERO'),
};
const looked = { customerNumber: '10000', shipmentMethodId: 'ship', paymentTermsId: 'terms', locationId: undefined };
const toNative = (change: Partial<SalesOrder> = {}, more = {}) =>
  toNativeOrder({ ...order, ...change }, { ...looked, ...more }, { lines }) as Record<string, unknown> & {
    salesOrderLines: Record<string, unknown>[];
  };

test('an order as Business Central takes it: what is empty too, or its customer’s would stand', () => {
  const { salesOrderLines, ...header } = toNative();
  expect(header).toEqual({
    externalDocumentNumber: 'DEMO-1042-9F3A',
    orderDate: '2026-11-27',
    customerNumber: '10000',
    currencyCode: 'EUR',
    shipmentMethodId: 'ship',
    paymentTermsId: 'terms',
    phoneNumber: '+49 40 1',
    email: 'frieda@example.test',
    sellToAddressLine1: 'Deichstraße 12',
    sellToAddressLine2: '',
    sellToState: '',
    sellToCity: 'Altona',
    sellToPostCode: '20459',
    sellToCountry: 'DE',
    shipToName: 'Frieda Hansen',
    shipToContact: '',
    shipToAddressLine2: '',
    shipToState: '',
    shipToAddressLine1: 'Deichstraße 12',
    shipToCity: 'Hamburg',
    shipToPostCode: '20459',
    shipToCountry: 'DE',
  });
  const account = { lineType: 'Account', quantity: 1 };
  expect(salesOrderLines).toEqual([
    {
      lineType: 'Item',
      lineObjectNumber: 'SKU-1',
      description: 'Lantern',
      quantity: 2,
      unitPrice: 19.99,
      taxCode: 'STANDARD',
    },
    { ...account, lineObjectNumber: '6110', description: 'SPRING', unitPrice: -6.83, taxCode: 'STANDARD' },
    { ...account, lineObjectNumber: '6810', description: 'Flat rate', unitPrice: 5.04, taxCode: 'STANDARD' },
    { ...account, lineObjectNumber: '6120', description: 'Wrapping', unitPrice: 1, taxCode: 'STANDARD' },
    { ...account, lineObjectNumber: '2900', description: 'Gift card', unitPrice: -5, taxCode: 'ZERO' },
    { lineType: 'Comment', description: 'Shop order 1042: on account, CARD ch_1' },
    { lineType: 'Comment', description: 'Note: Bitte klingeln' },
  ]);
});

test('a location goes on item lines, a company is the name that goods are sent to', () => {
  const native = toNative({ shipTo: { ...address, company: 'Hansen & Co' } }, { locationId: 'main' });
  expect(native.salesOrderLines.map(({ locationId }) => locationId)).toEqual(['main', ...Array(6).fill(undefined)]);
  expect([native.shipToName, native.shipToContact]).toEqual(['Hansen & Co', 'Frieda Hansen']);
});

test('descriptions are cut, everything else that is too long is refused by its name', () => {
  const [item, ...rest] = order.lines;
  if (item === undefined) throw new Error('no line');
  const long = toNative({ lines: [{ ...item, description: 'x'.repeat(150) }, ...rest] });
  expect(long.salesOrderLines[0]?.description).toHaveLength(100);
  const refused: readonly [Partial<SalesOrder>, string][] = [
    [{ shipTo: { ...address, city: 'x'.repeat(31) } }, 'shipTo.city'],
    [{ billTo: { ...address, line2: 'x'.repeat(51) } }, 'billTo.line2'],
    [{ customer: { ...order.customer, email: `${'x'.repeat(80)}@example.test` } }, 'customer.email'],
    [{ lines: [{ ...item, sku: 'x'.repeat(21) }] }, 'the SKU of line 17'],
    [{ lines: [{ ...item, sku: null }] }, 'line 17 has no SKU'],
  ];
  for (const [change, message] of refused) {
    expect(() => toNative(change)).toThrow(expect.objectContaining({ category: 'validation', phase: 'before_send' }));
    expect(() => toNative(change)).toThrow(message);
  }
});

test('the rounding line has the tax code of its own account', () => {
  expect(roundingLine(lines.rounding, 0.01)).toEqual({
    lineType: 'Account',
    lineObjectNumber: '9140',
    quantity: 1,
    description: 'Rounding',
    unitPrice: 0.01,
    taxCode: 'ZERO',
  });
});

test('rounding explains half a minor unit for each amount that is not nought, and what the shop made up for', () => {
  expect(roundingMax(order)).toBe(4 + 1);
  expect(roundingMax({ lines: order.lines.slice(0, 1) })).toBe(1);
  expect(roundingMax({ lines: order.lines.slice(4, 5) })).toBe(0);
});
