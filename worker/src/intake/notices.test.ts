import { expect, test } from 'vitest';
import { ourDocuments } from './notices.ts';

const shops = new Set(['DEMO', 'OUTLET']);

test('an external id names its shop and order', () => {
  expect(ourDocuments(['DEMO-1042-9f3a'], shops)).toEqual([
    { document: 'DEMO-1042-9f3a', shop: 'DEMO', subject: 'order/1042' },
  ]);
});

test('what is not ours is left out; a document named twice is one', () => {
  const named = ['PO-77', 'OTHER-1-aaaa', '', 'demo-1-aaaa', 'DEMO-1-aaaa-x', 'DEMO-1042-9f3a', 'DEMO-1042-9f3a'];
  expect(ourDocuments(named, shops)).toHaveLength(1);
});
