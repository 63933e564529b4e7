import { expect, test } from 'vitest';
import { theSettings } from '../../flows/order/rehearsal/snapshot.ts';
import { referencesTo, type WordingShop } from './references.ts';

function shop(
  erp: string,
  wms: string,
  mapping: Partial<WordingShop['orders']['mapping']>,
  substitutes: Record<string, string[]> = {},
): WordingShop {
  const nothing = { paymentMethods: {}, shippingMethods: {}, taxCodes: {}, skus: {} };
  return { erp, wms, orders: { mapping: { ...theSettings().mapping, ...nothing, ...mapping }, substitutes } };
}

const shops = [
  shop('erp', 'wms', {
    paymentMethods: { cod: { erp: 'COD', state: 'on_account', sendOnHold: false } },
    shippingMethods: { flat_rate: { erp: 'E-STD', wms: 'W-STD' } },
    taxCodes: { 'class:standard': 'STD', 'class:shipping': 'STD' },
    skus: { a: 'A-1' },
  }),
  shop(
    'erp',
    'other',
    { shippingMethods: { express: { erp: 'E-EXP', wms: 'W-EXP' } }, skus: { b: 'B-1', c: 'A-1' } },
    { b: ['c', 'd'] },
  ),
  shop('foreign', 'wms', { paymentMethods: { cod: { erp: 'BAR', state: 'on_account', sendOnHold: false } } }),
];

test("an ERP is asked for the words of all its shops, each once, and for no other ERP's", () => {
  expect(referencesTo('erp', shops)).toEqual({
    skus: ['A-1', 'B-1', 'd'],
    taxCodes: ['STD'],
    paymentMethods: ['COD'],
    shippingMethods: ['E-EXP', 'E-STD'],
  });
});

test('a warehouse knows nothing of payments and taxes, and has its own words for the ways goods go', () => {
  expect(referencesTo('wms', shops)).toEqual({
    skus: ['A-1'],
    taxCodes: [],
    paymentMethods: [],
    shippingMethods: ['W-STD'],
  });
});
