import type { Shipment, ShipmentNotice, WarehouseOrder } from '@causeway/contracts';
import { scaled } from '../../policy/rounding/money.ts';
import { row } from './canonical/row.ts';
import type { OrderSettings } from './settings.ts';
import type { OrderState } from './state.ts';

/** What has left of our release so far. */
export const shipmentsOf = (state: OrderState): readonly Shipment[] => state.wms.doc?.shipments ?? [];

/** Every ordered unit is in a shipment. */
export function isAllShipped(state: OrderState): boolean {
  const items = state.shop.order?.items ?? [];
  const doc = state.wms.doc;
  if (items.length === 0 || doc === null) return false;
  return items.every((item) => scaled(item.quantity) <= shipped(doc, String(item.id)));
}

function shipped(doc: WarehouseOrder, lineId: string): bigint {
  const lines = doc.shipments.flatMap((shipment) => shipment.lines);
  return lines.reduce((sum, line) => (line.lineId === lineId ? sum + scaled(line.quantity) : sum), 0n);
}

/** A parcel as the customer will see it; null where none of its lines is the order's. */
export function toNotice(state: OrderState, shipment: Shipment, settings: OrderSettings): ShipmentNotice | null {
  const ours = new Set(state.shop.order?.items.map((item) => String(item.id)));
  const lines = shipment.lines.filter((line) => ours.has(line.lineId) && scaled(line.quantity) > 0n);
  if (lines.length === 0) return null;
  const carrier = row(settings.mapping.carriers, shipment.carrier);
  return {
    shipment_id: shipment.id.slice(0, 64),
    carrier: (carrier?.name ?? shipment.carrier).slice(0, 64),
    tracking_number: shipment.trackingNumber.slice(0, 64),
    tracking_url: trackingUrl(shipment, carrier?.url ?? ''),
    shipped_at: shipment.shippedAt,
    lines: lines.map((line) => ({ item_id: Number(line.lineId), quantity: line.quantity })),
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
