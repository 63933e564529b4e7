import { expect, test } from 'vitest';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { NativeOrder } from '../talk/native.ts';
import { deleteOrder } from './cancellation.ts';
import type { Office } from './office.ts';

const { signal } = new AbortController();
const order = NativeOrder.parse({
  id: '5e3f1c0a-4b7d-4f2e-8c1d-2a9b7c6d5e4f',
  number: 'S1',
  externalDocumentNumber: 'DEMO-1-9F3A',
  currencyCode: 'EUR',
  totalAmountIncludingTax: 1,
  '@odata.etag': 'W/"1"',
  status: 'Draft',
});

/** An office whose Business Central answers each DELETE as told, and has lines with so much shipped. */
function office(deletes: readonly (SystemFailure | null)[], shippedQuantity = 0) {
  const etags: unknown[] = [];
  const api = {
    rows: async () => [{ shippedQuantity, invoicedQuantity: 0 }],
    read: async () => ({ ...order, '@odata.etag': 'W/"2"' }),
    send: async ({ etag }: { etag: string }) => {
      const failure = deletes[etags.push(etag) - 1];
      if (failure instanceof SystemFailure) throw failure;
    },
  };
  return { etags, office: { api } as unknown as Office };
}
const refused = (category: 'conflict' | 'validation') => new SystemFailure(category, 'before_send', 'no');

test('an order is deleted as it was read; changed in between, it is read once more', async () => {
  const once = office([null]);
  await deleteOrder(once.office, order, signal);
  expect(once.etags).toEqual(['W/"1"']);
  const twice = office([refused('conflict'), null]);
  await deleteOrder(twice.office, order, signal);
  expect(twice.etags).toEqual(['W/"1"', 'W/"2"']);
  const always = office([refused('conflict'), refused('conflict'), null]);
  await expect(deleteOrder(always.office, order, signal)).rejects.toMatchObject({ category: 'conflict' });
  expect(always.etags).toHaveLength(2);
});

test('of which something left, it is not even tried; which is refused for another reason, can’t be called back', async () => {
  const shipped = office([], 1);
  await expect(deleteOrder(shipped.office, order, signal)).rejects.toMatchObject({ category: 'conflict' });
  expect(shipped.etags).toEqual([]);
  const held = office([refused('validation'), refused('validation')]);
  await expect(deleteOrder(held.office, order, signal)).rejects.toMatchObject({ category: 'conflict' });
});
