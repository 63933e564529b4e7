import type {
  Address,
  DeliveryAmendment,
  ErpOrderInFull,
  SalesOrder,
  SalesOrderLine,
  Shipment,
  Substitution,
} from '@causeway/contracts';
import * as z from 'zod';

const NOTE_CHARACTERS_MAX = 2000;

/** The ERP's own order document, as far as we read it. */
export const NativeOrder = z.object({
  number: z.string(),
  external_id: z.string(),
  status: z.enum(['open', 'allocated', 'shipped', 'closed', 'cancelled']),
  allocation: z.enum(['none', 'partial', 'full']),
  currency: z.string(),
  total_minor: z.int(),
  lines: z.array(z.looseObject({ type: z.string(), sku: z.string().optional(), quantity: z.number().optional() })),
  substitutions: z
    .array(z.object({ external_id: z.string(), line_id: z.string(), sku: z.string(), quantity: z.int() }))
    .default([]),
});

export const NativeOrders = z.object({ orders: z.array(NativeOrder) });

export function toErpOrder(native: z.infer<typeof NativeOrder>): ErpOrderInFull {
  return {
    id: native.number,
    number: native.number,
    externalId: native.external_id,
    status: native.status,
    currency: native.currency,
    totalMinor: native.total_minor,
    allocation: native.allocation,
    lines: native.lines
      .filter(({ type }) => type === 'item')
      .map(({ sku = '', quantity = 0 }) => ({ sku, quantity: String(quantity) })),
    ...(native.substitutions.length === 0 ? {} : { substitutions: native.substitutions.map(toSubstitution) }),
  };
}

const toSubstitution = (native: z.infer<typeof NativeOrder>['substitutions'][number]): Substitution => ({
  ref: native.external_id,
  lineId: native.line_id,
  sku: native.sku,
  quantity: String(native.quantity),
});

/** Empty texts are left out: the ERP refuses them. */
export function toNativeOrder(order: SalesOrder): Record<string, unknown> {
  return filled({
    external_id: order.externalId,
    correlation_id: order.traceId,
    shop_order_number: order.shopOrderNumber,
    ordered_at: order.orderedAt,
    paid_at: order.paidAt,
    currency: order.currency,
    customer: filled({
      code: order.customer.accountId,
      name: order.customer.name,
      email: order.customer.email,
      phone: order.customer.phone,
    }),
    bill_to: toNativeAddress(order.billTo),
    ship_to: toNativeAddress(order.shipTo),
    shipping_method: order.shippingMethod,
    payment: filled({
      method: order.payment.method,
      state: order.payment.state,
      transaction_id: order.payment.transactionId,
    }),
    lines: order.lines.map(toNativeLine),
    total_minor: order.totalMinor,
    note: order.note.slice(0, NOTE_CHARACTERS_MAX),
  });
}

/** Of an amendment's note an empty one takes the old one off. */
export function toNativeAmendment({ shipTo, note }: DeliveryAmendment): Record<string, unknown> {
  return {
    ...(shipTo === undefined ? {} : { ship_to: toNativeAddress(shipTo) }),
    ...(note === undefined ? {} : { note: note.slice(0, NOTE_CHARACTERS_MAX) }),
  };
}

export function toNativeShipment(shipment: Shipment): Record<string, unknown> {
  return filled({
    external_id: shipment.id,
    shipped_at: shipment.shippedAt,
    carrier: shipment.carrier || 'UNKNOWN',
    tracking_number: shipment.trackingNumber,
    tracking_url: shipment.trackingUrl,
    lines: shipment.lines.map(({ lineId, quantity, sku }) => ({
      line_id: lineId,
      quantity: Number(quantity),
      ...(sku === undefined ? {} : { sku }),
    })),
  });
}

export function toNativeAddress(address: Address): Record<string, unknown> {
  return filled({
    name: address.name,
    company: address.company,
    line1: address.line1,
    line2: address.line2,
    city: address.city,
    region: address.state,
    postcode: address.postcode,
    country: address.country,
    phone: address.phone,
  });
}

function toNativeLine(line: SalesOrderLine): Record<string, unknown> {
  const head = { type: line.kind, line_id: line.lineId, description: line.description };
  switch (line.kind) {
    case 'item':
      return filled({ ...head, sku: line.sku, quantity: Number(line.quantity), ...amounts(line) });
    case 'gift_card':
    case 'rounding':
      return filled({ ...head, net_minor: line.netMinor });
    default:
      return filled({ ...head, ...amounts(line) });
  }
}

function amounts(line: SalesOrderLine): Record<string, unknown> {
  return { net_minor: line.netMinor, tax_minor: line.taxMinor, tax_code: line.taxCode };
}

function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));
}
