import { SalesOrder } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anItem, anOrder, theSettings } from '../rehearsal/snapshot.ts';
import { readOrder } from './reading.ts';
import { toRelease, toSalesOrder } from './sales-order.ts';

const identity = { externalId: 'DEMO-1042-9f3a', traceId: 'a'.repeat(32) };
const mapped = (order = anOrder(), settings = theSettings()) => toSalesOrder(readOrder(order, settings), identity);
const sum = (order: SalesOrder) => order.lines.reduce((all, line) => all + line.netMinor + line.taxMinor, 0);

test('lines before discount, discounts of their own, shipping: in minor units, adding up to the total', () => {
  const order = SalesOrder.parse(mapped());
  expect(
    order.lines.map(({ lineId, kind, netMinor, taxMinor, taxCode }) => [lineId, kind, netMinor, taxMinor, taxCode]),
  ).toEqual([
    ['17', 'item', 4000, 760, 'STD'],
    ['d17', 'discount', -400, -76, 'STD'],
    ['18', 'item', 1000, 190, 'STD'],
    ['19', 'shipping', 500, 95, 'STD'],
  ]);
  expect(order).toMatchObject({ totalMinor: 6069, taxMinor: 969, payment: { method: 'COD', state: 'on_account' } });
  expect(order.shipTo).toMatchObject({ name: 'Ada Lovelace', postcode: 'E1 1AA', country: 'GB' });
  expect(sum(order)).toBe(order.totalMinor);
});

test('a price that includes tax leaves fractions: one rounding line takes them', () => {
  // Three at 3.333333 net: each rounds to 3.33, the shop's total is that of the exact sum.
  const items = [1, 2, 3].map((id) =>
    anItem(id, 'CW-001', '1', { subtotal: '3.335', subtotal_tax: '0', total: '3.335', total_tax: '0' }),
  );
  const totals = { ...anOrder().totals, total: '10.01' };
  const order = mapped(anOrder({ items, shipping_lines: [], coupons: [], totals }), theSettings(noShipping));
  expect(order?.lines.at(-1)).toMatchObject({ kind: 'rounding', netMinor: -1, taxMinor: 0 });
  expect(order && sum(order)).toBe(1001);
});

const noShipping = {
  mapping: {
    paymentMethods: { cod: { erp: 'COD', state: 'on_account' } },
    shippingMethods: { none: { erp: 'PICKUP', wms: 'PICKUP' } },
    taxCodes: { 'DE-VAT-1': 'STD' },
  },
};

test('rounding takes half a minor unit per rounded amount and no more, whatever the amounts', () => {
  const amount = fc
    .tuple(fc.nat(99_999), fc.nat(999_999))
    .map(([whole, rest]) => `${whole}.${String(rest).padStart(6, '0')}`);
  fc.assert(
    fc.property(
      fc.array(amount, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: -40, max: 40 }),
      (amounts, off) => {
        const items = amounts.map((total, id) =>
          anItem(id + 1, 'A', '1', { subtotal: total, subtotal_tax: '0', total, total_tax: '0' }),
        );
        const exact = amounts.reduce((all, each) => all + BigInt(each.replace('.', '')), 0n);
        // The shop's own total: the exact sum, rounded once; then bent by `off`.
        const cents = Number((exact + 5000n) / 10_000n) + off;
        fc.pre(cents >= 0);
        const totals = { ...anOrder().totals, total: (cents / 100).toFixed(2) };
        const order = anOrder({ items, shipping_lines: [], coupons: [], totals });
        const rounded = amounts.filter((each) => !each.endsWith('0000')).length;
        const result = mapped(order, theSettings(noShipping));
        if (off === 0) expect(result).not.toBeNull();
        if (result === null) return;
        const rest = result.lines.find(({ kind }) => kind === 'rounding')?.netMinor ?? 0;
        expect(Math.abs(rest)).toBeLessThanOrEqual(Math.ceil(rounded / 2));
        expect(sum(result)).toBe(cents);
      },
    ),
  );
});

test('gift cards are recognised among untaxed negative fees; other fees stay fees', () => {
  const fee = { tax_class: '', total_tax: '0', taxes: [] };
  const fees = [
    { ...fee, id: 30, name: 'Gift card GC-77', total: '-10.00' },
    { ...fee, id: 31, name: 'Loyalty', total: '-1.00' },
  ];
  const order = mapped(anOrder({ fees, totals: { ...anOrder().totals, total: '49.69' } }));
  expect(
    order?.lines.filter(({ lineId }) => lineId.startsWith('3')).map(({ kind, netMinor }) => [kind, netMinor]),
  ).toEqual([
    ['gift_card', -1000],
    ['fee', -100],
  ]);
});

test('a price raised by hand is no negative discount', () => {
  const money = { subtotal: '40.00', subtotal_tax: '7.60', total: '50.00', total_tax: '9.50' };
  const items = [anItem(17, 'CW-001', '2', money)];
  const order = mapped(anOrder({ items, totals: { ...anOrder().totals, total: '65.45' } }));
  expect(order?.lines.map(({ kind, netMinor }) => [kind, netMinor])).toEqual([
    ['item', 5000],
    ['shipping', 500],
  ]);
});

test('the warehouse gets the item lines under the same ids, with the ERP’s SKUs and its own shipping word', () => {
  const settings = theSettings({ mapping: { ...theSettings().mapping, skus: { 'CW-001': 'LANTERN' } } });
  expect(toRelease(readOrder(anOrder(), settings), identity, 'SO-1')).toMatchObject({
    shippingMethod: 'STD',
    lines: [
      { lineId: '17', sku: 'LANTERN', quantity: '2' },
      { lineId: '18', sku: 'CW-002', quantity: '1' },
    ],
  });
});

test('yen have no minor unit, dinars have three digits', () => {
  const yen = anOrder({
    currency: 'JPY',
    items: [anItem(1, 'A', '1', { subtotal: '1999', subtotal_tax: '0', total: '1999', total_tax: '0' })],
  });
  const order = { ...yen, shipping_lines: [], coupons: [], totals: { ...yen.totals, total: '1999' } };
  expect(mapped(order, theSettings(noShipping))).toMatchObject({ totalMinor: 1999, currencyDigits: 0 });
  expect(mapped({ ...order, currency: 'KWD' }, theSettings(noShipping))).toMatchObject({ totalMinor: 1_999_000 });
});
