import * as z from 'zod';
import { Decimal, Instant, ReleaseId } from './primitives.ts';
import { Address } from './sales-order.ts';

/** What the warehouse is asked to send: only ever after the ERP accepted and allocated the order. */
export const WarehouseRelease = z.object({
  externalId: ReleaseId,
  erpNumber: z.string(),
  shipTo: Address,
  email: z.string(),
  shippingMethod: z.string(),
  lines: z.array(z.object({ lineId: z.string(), sku: z.string(), quantity: Decimal })).min(1),
  /** The place that it is to be sent from, in the warehouse's word; left out: the warehouse chooses. */
  node: z.string().optional(),
  traceId: z.string(),
});

/** One parcel (or pallet) that left, with the order lines in it. `shippedAt` is UTC. */
export const Shipment = z.object({
  id: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string(),
  shippedAt: Instant,
  /** When the carrier handed it over; null: not known. */
  deliveredAt: Instant.nullable().optional(),
  /** `sku`: what was sent in the ordered line's place; left out: what was ordered. */
  lines: z.array(z.object({ lineId: z.string(), quantity: Decimal, sku: z.string().optional() })).min(1),
});

/** A release as the warehouse says it is now, with every shipment so far. */
export const WarehouseOrder = z.object({
  id: z.string(),
  externalId: z.string(),
  status: z.enum(['received', 'picked', 'packed', 'partially_shipped', 'shipped', 'cancelled']),
  shipments: z.array(Shipment),
  /** The place that it is sent from; left out: the warehouse has one, or doesn't tell. */
  node: z.string().optional(),
  /** Units of a line that were not found and will not come with this release; left out: the warehouse doesn't tell. */
  shorts: z.array(z.object({ lineId: z.string(), quantity: Decimal })).optional(),
});

/** Units of a SKU that a warehouse could send at once from one of its places; `*` where it has none. */
export const FreeStock = z.object({ sku: z.string(), node: z.string(), units: Decimal });

export type FreeStock = z.infer<typeof FreeStock>;
export type WarehouseRelease = z.infer<typeof WarehouseRelease>;
export type Shipment = z.infer<typeof Shipment>;
export type WarehouseOrder = z.infer<typeof WarehouseOrder>;
