import type { Shipment, ShipmentNotice } from '@causeway/contracts';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { row } from './canonical/row.ts';
import { outstanding } from './goods/due.ts';
import { releasesOf, shipmentsOf } from './goods/releases.ts';
import { sentFor } from './goods/substitutes.ts';
import type { OrderSettings } from './settings.ts';
import type { OrderState } from './state.ts';

/** Every unit that is due is in a shipment, and no later release may send more. */
export function isAllShipped(state: OrderState): boolean {
  const { doc } = state.wms;
  if ((state.shop.order?.items ?? []).length === 0 || doc === null) return false;
  if (state.nth > 1 && doc.status !== 'shipped') return false;
  return outstanding(state).length === 0;
}

/** Everything that left was handed to the customer, and the warehouse said so. */
export function isAllDelivered(state: OrderState): boolean {
  const parcels = shipmentsOf(state);
  return parcels.length > 0 && parcels.every(({ deliveredAt = null }) => deliveredAt !== null) && isAllShipped(state);
}

/** The parcels as far as they can be true: of each line what was ordered of it, and nothing that was not. */
export function parcelsOf(state: OrderState): Shipment[] {
  const left = new Map(state.shop.order?.items.map(({ id, quantity }) => [String(id), scaled(quantity)]));
  const all = releasesOf(state).flatMap((release) => release.shipments.map((shipment) => ({ release, shipment })));
  return all.flatMap(({ release, shipment }) => {
    const lines = shipment.lines.flatMap(({ lineId, quantity }) => {
      const rest = left.get(lineId) ?? 0n;
      const units = scaled(quantity) < rest ? scaled(quantity) : rest;
      left.set(lineId, rest - units);
      const sku = sentFor(state, release, lineId);
      const line = { lineId, quantity: fromScaled(units), ...(sku === undefined ? {} : { sku }) };
      return units > 0n ? [line] : [];
    });
    return lines.length === 0 ? [] : [{ ...shipment, lines }];
  });
}

/** By what a customer's notice of a parcel is known. */
export const noticeId = ({ id }: Shipment): string => id.slice(0, 64);

/** A parcel as the customer will see it. */
export function toNotice(parcel: Shipment, settings: OrderSettings): ShipmentNotice {
  const carrier = row(settings.mapping.carriers, parcel.carrier);
  return {
    shipment_id: noticeId(parcel),
    carrier: (carrier?.name ?? parcel.carrier).slice(0, 64),
    tracking_number: parcel.trackingNumber.slice(0, 64),
    tracking_url: trackingUrl(parcel, carrier?.url ?? ''),
    shipped_at: parcel.shippedAt,
    lines: parcel.lines.map((line) => ({ item_id: Number(line.lineId), quantity: line.quantity })),
  };
}

/** Customers click on it: an http(s) address or nothing. */
function trackingUrl(shipment: Shipment, template: string): string {
  const filled = template.replaceAll('{number}', encodeURIComponent(shipment.trackingNumber));
  const url = filled === '' ? shipment.trackingUrl : filled;
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : '';
}

/** Carriers that the mapping lacks; their parcels go on under the warehouse's own word. A warehouse needn't name any. */
export function unmappedCarriers(state: OrderState, settings: OrderSettings): string[] {
  const words = new Set(shipmentsOf(state).map((shipment) => shipment.carrier));
  return [...words].filter((word) => word !== '' && row(settings.mapping.carriers, word) === undefined);
}
