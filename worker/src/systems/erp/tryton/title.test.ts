import type { SalesOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { titleOf, totalIn } from './title.ts';

const order = {
  shopOrderNumber: '1042',
  currency: 'EUR',
  currencyDigits: 2,
  totalMinor: 1999,
  payment: { method: 'CARD', state: 'on_account', transactionId: 'tx (EUR 1.00)' },
  shippingMethod: 'DHL',
} as SalesOrder;

test('the description tells staff of order, payment and shipping, and us of the total', () => {
  expect(titleOf(order)).toBe('Shop order 1042, CARD (on account tx (EUR 1.00)), DHL (EUR 19.99)');
  expect(totalIn(titleOf(order))).toEqual({ currency: 'EUR', total: '19.99' });
  expect(totalIn(titleOf({ ...order, currency: 'JPY', currencyDigits: 0 }))).toEqual({
    currency: 'JPY',
    total: '1999',
  });
  expect(totalIn(titleOf({ ...order, totalMinor: -50 }))).toEqual({ currency: 'EUR', total: '-0.5' });
});

test('another description names no total', () => {
  for (const text of [null, '', 'Shop order 1', 'For Ada (EUR 1.00)', 'Shop order 1 (EUR 1.00) urgent']) {
    expect(totalIn(text)).toBeNull();
  }
});
