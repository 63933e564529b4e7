import { createHash } from 'node:crypto';
import type { ErpOrderInFull, WarehouseOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { compareOrder } from './compare.ts';
import type { Sides } from './sides.ts';

const order: ErpOrderInFull = {
  id: '1',
  number: 'SO-1',
  externalId: 'DEMO-1-abcd',
  status: 'shipped',
  currency: 'EUR',
  totalMinor: 5990,
  allocation: 'full',
  lines: [
    { sku: 'CW-2', quantity: '1' },
    { sku: 'CW-1', quantity: '2.0' },
  ],
};
const release: WarehouseOrder = {
  id: 'WR-1',
  externalId: 'DEMO-1-abcd',
  status: 'shipped',
  shipments: [
    {
      id: 'S-1',
      carrier: '',
      trackingNumber: '',
      trackingUrl: '',
      shippedAt: '2026-11-20T10:00:00Z',
      lines: [
        { lineId: '11', quantity: '2' },
        { lineId: '12', quantity: '1' },
      ],
    },
  ],
};
const known = { external_id: 'DEMO-1-abcd', erp_number: 'SO-1', state: 'completed', open: false, epoch: 1, n: 9 };
const agreeing: Sides = {
  known,
  wants: 'send',
  ordered: {
    totalMinor: 5990,
    currency: 'EUR',
    lines: [
      { lineId: '11', sku: 'CW-1', quantity: '2' },
      { lineId: '12', sku: 'CW-2', quantity: '1' },
    ],
  },
  erp: [order],
  wms: [release],
  toleranceMinor: 0,
};
const at = (state: string, changes: Partial<Sides> = {}): Sides => ({
  ...agreeing,
  known: { ...known, state },
  ...changes,
});
const kinds = (sides: Sides): string[] => compareOrder(sides).map(({ kind }) => kind);
const ended = { ...order, status: 'cancelled' as const };

test('three sides that agree have no variance, however quantities are spelled', () => {
  expect(compareOrder(agreeing)).toEqual([]);
});

test.each<[string, Sides]>([
  ['waits for its payment', at('waiting_for_payment', { wants: 'wait', erp: [], wms: [] })],
  ['is held by a check', at('held', { ordered: null, erp: [], wms: [] })],
  ['is being sent', at('submitting', { erp: [], wms: [] })],
  ['was left out by a person', at('skipped', { erp: [], wms: [] })],
  ['was never captured, and is not to be sent', { ...agreeing, known: null, wants: 'cancel', erp: [], wms: [] }],
  ['is accepted and has no release yet', at('accepted', { wms: [] })],
  ['has left in part', at('partially_shipped', { wms: [{ ...release, status: 'partially_shipped', shipments: [] }] })],
  ['was cancelled when all had left', at('cancelled', { wants: 'cancel' })],
  ['differs by no more than is tolerated', { ...agreeing, toleranceMinor: 1, erp: [{ ...order, totalMinor: 5989 }] }],
])('no variance: an order that %s', (_, sides) => {
  expect(compareOrder(sides)).toEqual([]);
});

test.each<[string, Sides]>([
  ['never_captured', { ...agreeing, known: null, erp: [], wms: [] }],
  ['erp_missing', at('accepted', { erp: [], wms: [] })],
  ['erp_cancelled', at('accepted', { erp: [ended], wms: [] })],
  ['erp_doubled', at('accepted', { erp: [order, { ...order, id: '2', number: 'SO-2' }], wms: [] })],
  ['erp_doubled', at('submitting', { erp: [order, { ...order, id: '2', number: 'SO-2' }], wms: [] })],
  ['erp_alive', at('cancelled', { wants: 'cancel', erp: [{ ...order, status: 'open' }], wms: [] })],
  ['erp_number', { ...agreeing, known: { ...known, erp_number: null } }],
  ['total', { ...agreeing, erp: [{ ...order, totalMinor: 5989 }] }],
  ['total', { ...agreeing, toleranceMinor: 1, erp: [{ ...order, totalMinor: 5988 }] }],
  ['total', { ...agreeing, toleranceMinor: 1, erp: [{ ...order, currency: 'USD' }] }],
  ['erp_lines', { ...agreeing, erp: [{ ...order, lines: [{ sku: 'CW-1', quantity: '3' }] }] }],
  ['release_missing', { ...agreeing, wms: [] }],
  ['release_cancelled', at('released', { wms: [{ ...release, status: 'cancelled', shipments: [] }] })],
  ['release_doubled', { ...agreeing, wms: [release, { ...release, id: 'WR-2' }] }],
  ['release_alive', at('cancelled', { wants: 'cancel', wms: [{ ...release, status: 'picked', shipments: [] }] })],
  ['release_alone', at('submitting', { erp: [] })],
  ['cancel_unseen', at('accepted', { wants: 'cancel', wms: [] })],
  ['not_shipped', { ...agreeing, wms: [{ ...release, status: 'packed', shipments: [] }] }],
])('a planted %s is found, and nothing else', (kind, sides) => {
  expect(kinds(sides)).toEqual([kind]);
});

test('more units than were ordered, and units of a line that nobody ordered', () => {
  const [shipment] = release.shipments;
  const sent = (lines: { lineId: string; quantity: string }[]) =>
    kinds({ ...agreeing, wms: [{ ...release, shipments: shipment === undefined ? [] : [{ ...shipment, lines }] }] });
  expect(sent([{ lineId: '11', quantity: '2.5' }])).toEqual(['shipped_lines']);
  expect(sent([{ lineId: '99', quantity: '1' }])).toEqual(['shipped_lines']);
});

test('a later release sends what the first did not find: all of them count together', () => {
  const [shipment] = release.shipments;
  if (shipment === undefined) throw new Error('no shipment');
  const sent = (quantity: string) => ({ ...shipment, id: 'S-2', lines: [{ lineId: '11', quantity }] });
  const first = { ...release, shipments: [{ ...shipment, lines: [{ lineId: '11', quantity: '1' }] }] };
  const later = (quantity: string, more: object = {}): WarehouseOrder => ({
    ...{ ...release, id: 'WR-2', externalId: `${release.externalId}-2`, shipments: [sent(quantity)] },
    ...more,
  });
  expect(kinds({ ...agreeing, wms: [first, later('1')] })).toEqual([]);
  expect(kinds({ ...agreeing, wms: [first, later('2')] })).toEqual(['shipped_lines']);
  expect(kinds({ ...agreeing, wms: [first, later('1', { status: 'packed' })] })).toEqual(['not_shipped']);
  expect(kinds({ ...agreeing, wms: [first, later('1'), later('1', { id: 'WR-3' })] })).toEqual(['release_doubled']);
});

test("a parcel that has left and the shop does not show; one without goods of the order is nobody's", () => {
  const [shipment] = release.shipments;
  if (shipment === undefined) throw new Error('no shipment');
  const mark = createHash('md5').update(`causeway:${shipment.id}`).digest('hex');
  expect(kinds({ ...agreeing, shown: [mark, 'another extension’s'] })).toEqual([]);
  expect(kinds({ ...agreeing, shown: [] })).toEqual(['shipment_unseen']);
  expect(kinds({ ...agreeing, wants: 'cancel', shown: [] })).toEqual([]);
  const empty = { ...shipment, id: 'SH-9', lines: [{ lineId: '11', quantity: '0' }] };
  expect(kinds({ ...agreeing, wms: [{ ...release, shipments: [shipment, empty] }], shown: [mark] })).toEqual([]);
});

test('an ERP that tells no lines is not asked about them', () => {
  const { lines, ...withoutLines } = order;
  expect(lines?.length).toBe(2);
  expect(compareOrder({ ...agreeing, erp: [withoutLines] })).toEqual([]);
});
