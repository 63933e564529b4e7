import { expect, test } from 'vitest';
import { noticesOf } from './notices.ts';

const shops = new Set(['DEMO', 'OUTLET']);

test('an external id names its shop and order', () => {
  expect(noticesOf('erp:1', 'erp', ['DEMO-1042-9f3a'], shops)).toEqual([
    { id: 'erp:1@DEMO-1042-9f3a', shop: 'DEMO', subject: 'order/1042', event: { type: 'notice', role: 'erp' } },
  ]);
});

test('what is not ours is left out; a document named twice is one notice', () => {
  expect(noticesOf('x', 'wms', ['PO-77', 'OTHER-1-aaaa', '', 'DEMO-1042-9f3a', 'DEMO-1042-9f3a'], shops)).toHaveLength(
    1,
  );
});
