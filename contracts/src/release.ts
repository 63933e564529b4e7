import * as z from 'zod';
import { Decimal, ExternalId, Instant } from './primitives.ts';
import { Address } from './sales-order.ts';

/** What the warehouse is asked to send: only ever after the ERP accepted and allocated the order. */
export const WarehouseRelease = z.object({
  externalId: ExternalId,
  erpNumber: z.string(),
  shipTo: Address,
  email: z.string(),
  shippingMethod: z.string(),
  lines: z.array(z.object({ lineId: z.string(), sku: z.string(), quantity: Decimal })).min(1),
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
  lines: z.array(z.object({ lineId: z.string(), quantity: Decimal })).min(1),
});

/** A release as the warehouse says it is now, with every shipment so far. */
export const WarehouseOrder = z.object({
  id: z.string(),
  externalId: z.string(),
  status: z.enum(['received', 'picked', 'packed', 'partially_shipped', 'shipped', 'cancelled']),
  shipments: z.array(Shipment),
  /** Units of a line that were not found and will not come with this release; left out: the warehouse doesn't tell. */
  shorts: z.array(z.object({ lineId: z.string(), quantity: Decimal })).optional(),
});

export type WarehouseRelease = z.infer<typeof WarehouseRelease>;
export type Shipment = z.infer<typeof Shipment>;
export type WarehouseOrder = z.infer<typeof WarehouseOrder>;
