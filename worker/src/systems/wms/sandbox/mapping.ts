import type { WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import { toNativeAddress } from '../../erp/sandbox/mapping.ts';

const NativeParcel = z.object({
  id: z.string(),
  carrier: z.string(),
  tracking_number: z.string(),
  tracking_url: z.string(),
  shipped_at: z.iso.datetime({ offset: true }),
  delivered_at: z.iso.datetime({ offset: true }).optional(),
  lines: z.array(z.object({ line_id: z.string(), quantity: z.int().positive() })),
});

export const NativeRelease = z.object({
  id: z.string(),
  external_id: z.string(),
  status: z.enum(['received', 'picked', 'packed', 'partially_shipped', 'shipped', 'cancelled']),
  lines: z.array(z.object({ line_id: z.string(), quantity_short: z.int().nonnegative().default(0) })),
  shipments: z.array(NativeParcel),
  node: z.string(),
});

export const NativeFreeStock = z.object({
  free: z.array(z.object({ sku: z.string(), node: z.string(), units: z.int().nonnegative() })),
});

export const NativeReleases = z.object({ releases: z.array(NativeRelease) });

/** The warehouse's own zone becomes UTC here. */
export function toWarehouseOrder(native: z.infer<typeof NativeRelease>): WarehouseOrder {
  return {
    id: native.id,
    externalId: native.external_id,
    status: native.status,
    node: native.node,
    shipments: native.shipments.map((parcel) => ({
      id: parcel.id,
      carrier: parcel.carrier,
      trackingNumber: parcel.tracking_number,
      trackingUrl: parcel.tracking_url,
      shippedAt: utc(parcel.shipped_at),
      deliveredAt: parcel.delivered_at === undefined ? null : utc(parcel.delivered_at),
      lines: parcel.lines.map((line) => ({ lineId: line.line_id, quantity: String(line.quantity) })),
    })),
    shorts: native.lines
      .filter((line) => line.quantity_short > 0)
      .map((line) => ({ lineId: line.line_id, quantity: String(line.quantity_short) })),
  };
}

const utc = (zoned: string): string => new Date(zoned).toISOString();

export function toNativeRelease(release: WarehouseRelease): Record<string, unknown> {
  return {
    external_id: release.externalId,
    correlation_id: release.traceId,
    erp_number: release.erpNumber,
    ship_to: { ...toNativeAddress(release.shipTo), ...(release.email === '' ? {} : { email: release.email }) },
    shipping_method: release.shippingMethod,
    lines: release.lines.map((line) => ({ line_id: line.lineId, sku: line.sku, quantity: Number(line.quantity) })),
    ...(release.node === undefined ? {} : { node: release.node }),
  };
}
