import type { ReturnAuthorization } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { toReturnLines } from './mapping.ts';
import type { SoldOrder } from './sold.ts';

const line = (quantity: number, unitPrice: number, lineObjectNumber = 'LAMP') => ({
  ...{ id: '', '@odata.etag': 'e', lineType: 'Item', lineObjectNumber, description: 'Lamp', description2: '' },
  ...{ quantity, unitPrice, taxCode: 'VAT19' },
});
/** A line of 1 lamp, and one of 2 that were cheaper. */
const SOLD: SoldOrder = {
  customerNumber: 'C1',
  currencyCode: 'EUR',
  lines: [line(1, 10), line(2, 8), line(5, 1, 'ROPE')],
  totals: [31],
};

/** What of an authorisation's lines the draft holds: SKU, units, price. */
function returned(...lines: readonly (readonly [lineId: string, quantity: string])[]) {
  const authorization: ReturnAuthorization = {
    ...{ externalId: 'DEMO-R1-ab12', orderExternalId: 'DEMO-1-ab12', orderErpNumber: 'S-1', traceId: '', reason: '' },
    requestedAt: '2026-11-20T10:00:00Z',
    lines: lines.map(([lineId, quantity]) => ({ lineId, sku: 'lamp', quantity })),
  };
  const native = toReturnLines(authorization, SOLD, undefined) as readonly Record<string, unknown>[];
  return native
    .filter(({ lineType }) => lineType === 'Item')
    .map(({ lineObjectNumber, quantity, unitPrice }) => [lineObjectNumber, quantity, unitPrice]);
}

test('goods that were sold on several lines come back at the price of a line that had as many', () => {
  expect(returned(['17', '1'], ['18', '2'])).toEqual([
    ['lamp', 1, 10],
    ['lamp', 2, 8],
  ]);
  expect(returned(['17', '3'])).toEqual([['lamp', 3, 10]]);
});

test('more than all of its lines together sold is refused, also where several lines of the return ask for it', () => {
  expect(() => returned(['17', '4'])).toThrow('fewer than 4 of lamp were sold');
  expect(() => returned(['17', '2'], ['18', '2'])).toThrow('fewer than 4 of lamp were sold');
});
