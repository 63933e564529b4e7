import { expect, test } from 'vitest';
import { NativeInvoice, NativeOrder, NativeShipment } from '../talk/native.ts';
import { toErpOrders } from './reading.ts';

const ID = 'DEMO-1042-9f3a';
const head = { id: '5e3f1c0a-4b7d-4f2e-8c1d-2a9b7c6d5e4f', externalDocumentNumber: 'DEMO-1042-9F3A' };
const amounts = { currencyCode: 'EUR', totalAmountIncludingTax: 45.45 };
const order = (number: string, change: object = {}) =>
  NativeOrder.parse({ ...head, ...amounts, '@odata.etag': 'W/"1"', number, status: 'Draft', ...change });
const invoice = (number: string, orderNumber: string, status: string, total = 45.45) =>
  NativeInvoice.parse({ ...head, ...amounts, number, orderNumber, status, totalAmountIncludingTax: total });
const shipment = (number: string, orderNumber: string) => NativeShipment.parse({ ...head, number, orderNumber });
const read = (documents: Partial<Parameters<typeof toErpOrders>[1]>, rule: 'on_open' | 'on_draft' = 'on_open') =>
  toErpOrders(ID, { orders: [], invoices: [], shipments: [], ...documents }, rule).map(
    ({ id, status, allocation, totalMinor }) => [id, status, allocation, totalMinor],
  );

test('an order is allocated once it is released, or from the start where the settings say so', () => {
  expect(read({ orders: [order('S1')] })).toEqual([['S1', 'open', 'none', 4545]]);
  expect(read({ orders: [order('S1')] }, 'on_draft')).toEqual([['S1', 'allocated', 'full', 4545]]);
  for (const rule of ['on_open', 'on_draft'] as const) {
    expect(read({ orders: [order('S1', { status: 'Open' })] }, rule)).toEqual([['S1', 'allocated', 'full', 4545]]);
    expect(read({ orders: [order('S1', { status: 'In_x0020_Review' })] }, rule)).toMatchObject([
      ['S1', 'open', 'none', 4545],
    ]);
  }
});

test('shipped whole and still there it is shipped; in part it is what it was', () => {
  expect(read({ orders: [order('S1', { fullyShipped: true })] })).toEqual([['S1', 'shipped', 'full', 4545]]);
  const posted = { invoices: [invoice('I1', 'S1', 'Open', 10)], shipments: [shipment('H1', 'S1')] };
  expect(read({ orders: [order('S1', { status: 'Open' })], ...posted })).toEqual([['S1', 'allocated', 'full', 4545]]);
});

test('posted whole it is gone: closed by its invoices, whose totals are its own', () => {
  expect(read({ invoices: [invoice('I1', 'S1', 'Open')], shipments: [shipment('H1', 'S1')] })).toEqual([
    ['S1', 'closed', 'full', 4545],
  ]);
  const parts = [invoice('I1', 'S1', 'Paid', 20.05), invoice('I2', 'S1', 'Open', 25.4)];
  expect(read({ invoices: parts })).toEqual([['S1', 'closed', 'full', 4545]]);
});

test('it is cancelled where every invoice of it was; one that stands makes it live', () => {
  expect(read({ invoices: [invoice('I1', 'S1', 'Canceled')] })).toEqual([['S1', 'cancelled', 'none', 4545]]);
  const again = [invoice('I1', 'S1', 'Canceled'), invoice('I2', 'S1', 'Paid')];
  expect(read({ invoices: again })).toEqual([['S1', 'closed', 'full', 4545]]);
});

test('every order under the id is shown, by number and not by spelling; an invoice without order stands for itself', () => {
  const found = read({
    orders: [order('S10'), order('S9')],
    invoices: [invoice('I7', '', 'Draft'), invoice('I1', 'S2', 'Paid')],
  });
  expect(found.map(([id, status]) => `${id} ${status}`)).toEqual(['I7 open', 'S2 closed', 'S9 open', 'S10 open']);
});

test('shipments alone tell no total: a person has to look', () => {
  expect(() => read({ shipments: [shipment('H1', 'S1')] })).toThrow(expect.objectContaining({ category: 'conflict' }));
});

test('enum words come escaped or plain, and an unknown one is not guessed at', () => {
  for (const blank of ['_x0020_', ' ', '']) expect(invoice('I1', 'S1', blank).status).toBe('');
  expect(order('S1', { status: 'In Review' }).status).toBe('In Review');
  expect(() => order('S1', { status: 'Posted' })).toThrow();
});
