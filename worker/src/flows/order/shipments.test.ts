import { type Shipment, ShipmentNotice } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { toNotice } from './shipments.ts';

const parcel: Shipment = {
  id: 'P-1',
  carrier: 'DHL',
  trackingNumber: 'JD 01/46',
  trackingUrl: 'https://wms.example/JD01',
  shippedAt: '2026-11-22T10:00:00Z',
  lines: [{ lineId: '17', quantity: '2' }],
};

const noticeOf = (url: string, more: Partial<Shipment> = {}) => {
  const road = new Road();
  road.map({ carriers: { DHL: { name: 'DHL Parcel', url } } });
  return toNotice({ ...parcel, ...more }, road.settings);
};

test.each([
  [
    'the carrier’s own, with the number in it',
    'https://dhl.example/?n={number}',
    {},
    'https://dhl.example/?n=JD%2001%2F46',
  ],
  ['the warehouse’s, where the carrier has none', '', {}, 'https://wms.example/JD01'],
  ['none, where it is no address', '', { trackingUrl: 'wms.example/JD01' }, ''],
  ['none, where nobody could be meant to click on it', '', { trackingUrl: 'javascript:alert(1)' }, ''],
])('the address by which a parcel is followed is %s', (_, url, more, address) => {
  const notice = noticeOf(url, more);
  expect(notice).toMatchObject({ carrier: 'DHL Parcel', tracking_url: address });
  expect(ShipmentNotice.safeParse(notice).error).toBeUndefined();
});

test('a carrier, a number and an id that are too long are cut, so that the shop takes the parcel', () => {
  const long = 'X'.repeat(200);
  const notice = noticeOf('', { id: long, carrier: long, trackingNumber: long });
  expect(ShipmentNotice.safeParse(notice).error).toBeUndefined();
});
