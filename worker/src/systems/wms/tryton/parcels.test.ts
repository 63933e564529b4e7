import { expect, test } from 'vitest';
import type { Shipment } from '../../tryton/shipments.ts';
import { byOrigin, parcelsOf, statusOf } from './parcels.ts';

const inState = (...states: string[]) => states.map((state) => ({ state }) as Shipment);

test.each([
  [['waiting'], 'received'],
  [['assigned'], 'received'],
  [['picked', 'assigned'], 'received'],
  [['picked', 'packed'], 'picked'],
  [['packed', 'packed'], 'packed'],
  [['done', 'waiting'], 'partially_shipped'],
  [['done', 'cancelled'], 'shipped'],
  [['cancelled'], 'cancelled'],
  [[], 'cancelled'],
])('shipments that are %s make a release that is %s', (states, status) => {
  expect(statusOf(inState(...states))).toBe(status);
});

test('a parcel is a shipment that left, with the pieces of our lines and the moment its goods moved', () => {
  const moved = (origin: string, quantity: number, state = 'done') => ({
    ...{ origin, quantity, state, product: 1 },
    write_date: '2026-11-21T12:02:03.456789Z',
  });
  const outgoing = [
    moved('sale.line,1', 2),
    moved('sale.line,1', 1),
    moved('sale.line,2', 5, 'cancelled'),
    moved('sale.line,9', 4),
  ];
  const shipments = [
    { state: 'assigned', number: '3', 'outgoing_moves.': [moved('sale.line,1', 1, 'assigned')] },
    { state: 'done', number: '4', 'outgoing_moves.': outgoing },
  ] as unknown as Shipment[];
  const lineIds = new Map([
    ['sale.line,1', '17'],
    ['sale.line,2', '18'],
  ]);
  expect(parcelsOf(shipments, byOrigin(lineIds))).toEqual([
    {
      ...{ id: '4', carrier: '', trackingNumber: '', trackingUrl: '' },
      ...{ shippedAt: '2026-11-21T12:02:03.456Z', lines: [{ lineId: '17', quantity: '3' }] },
    },
  ]);
});
