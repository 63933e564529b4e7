import { expect, test } from 'vitest';
import { ourDocuments } from './notices.ts';

const shops = new Set(['DEMO', 'OUTLET']);

const erp = { role: 'erp' } as const;

test('an external id names its shop and its order or return', () => {
  expect(ourDocuments(['DEMO-1042-9f3a', 'DEMO-R12-9f3a'], erp, shops)).toEqual([
    { document: 'DEMO-1042-9f3a', shop: 'DEMO', subject: 'order/1042', begun: null },
    { document: 'DEMO-R12-9f3a', shop: 'DEMO', subject: 'return/12', begun: null },
  ]);
});

test("a later release is its order's: both told at once are one document", () => {
  const [ours, ...others] = ourDocuments(['DEMO-1042-9f3a-2', 'DEMO-1042-9f3a'], { role: 'wms' }, shops);
  expect([ours?.document, ours?.subject, others]).toEqual(['DEMO-1042-9f3a', 'order/1042', []]);
});

test('what a system began itself is named by its order and its own number', () => {
  expect(ourDocuments(['DEMO-1042-9f3a/RMA-7', 'OTHER-1042-9f3a/RMA-7', 'PO-77/RMA-7'], erp, shops)).toEqual([
    {
      document: 'DEMO-1042-9f3a/RMA-7',
      shop: 'DEMO',
      subject: expect.stringMatching(/^return\/e-\d{1,9}$/),
      begun: { about: 'begun', role: 'erp', id: 'RMA-7', orderExternalId: 'DEMO-1042-9f3a', order: 'order/1042' },
    },
  ]);
});

test('what is not ours is left out; a document named twice is one', () => {
  const named = ['PO-77', 'OTHER-1-aaaa', '', 'demo-1-aaaa', 'DEMO-1-aaaa-x', 'DEMO-1042-9f3a', 'DEMO-1042-9f3a'];
  expect(ourDocuments(named, erp, shops)).toHaveLength(1);
});
