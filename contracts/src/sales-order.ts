import * as z from 'zod';
import { Currency, Decimal, ExternalId, Instant, Minor } from './primitives.ts';

export const Address = z.object({
  name: z.string(),
  company: z.string(),
  line1: z.string(),
  line2: z.string(),
  city: z.string(),
  state: z.string(),
  postcode: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
  phone: z.string(),
});

/** `netMinor` is without tax. A discount's amounts are negative; `rounding` has no tax. */
export const SalesOrderLine = z.object({
  lineId: z.string(),
  kind: z.enum(['item', 'discount', 'shipping', 'fee', 'gift_card', 'rounding']),
  sku: z.string().nullable(),
  description: z.string(),
  quantity: Decimal,
  netMinor: Minor,
  taxMinor: Minor,
  taxCode: z.string().nullable(),
});

/**
 * The order as every ERP gets it: words already mapped (payment and shipping method, tax codes, SKUs),
 * amounts in minor units of `currency`; Σ(net + tax) over the lines equals `totalMinor` to the unit.
 */
export const SalesOrder = z.object({
  externalId: ExternalId,
  shopOrderId: z.int(),
  shopOrderNumber: z.string(),
  orderedAt: Instant,
  paidAt: Instant.nullable(),
  currency: Currency,
  currencyDigits: z.int().min(0).max(4),
  customer: z.object({ accountId: z.string().nullable(), email: z.string(), name: z.string(), phone: z.string() }),
  billTo: Address,
  shipTo: Address,
  payment: z.object({
    method: z.string(),
    state: z.enum(['paid', 'authorised', 'on_account']),
    transactionId: z.string().nullable(),
  }),
  shippingMethod: z.string(),
  lines: z.array(SalesOrderLine).min(1),
  totalMinor: Minor,
  taxMinor: Minor,
  note: z.string(),
  traceId: z.string(),
});

/** An ERP's document for one of our orders, read back, as far as an order's flow keeps it. */
export const ErpOrder = z.object({
  id: z.string(),
  number: z.string(),
  externalId: z.string(),
  status: z.enum(['open', 'allocated', 'shipped', 'closed', 'cancelled']),
  currency: Currency,
  totalMinor: Minor,
  allocation: z.enum(['none', 'partial', 'full']),
});

/**
 * Units of an order line in whose place another SKU is sent, at the line's price: the total stays. `ref` is the substitution's
 * own name: the same one twice is one.
 */
export const Substitution = z.object({ ref: z.string(), lineId: z.string(), sku: z.string(), quantity: Decimal });

/**
 * `lines`: its goods as they were ordered, by the SKU that was sent; left out where the ERP doesn't tell them. `substitutions`:
 * what it took in place of some of them; left out: none, or it takes none.
 */
export const ErpOrderInFull = ErpOrder.extend({
  lines: z.array(z.object({ sku: z.string(), quantity: Decimal })).optional(),
  substitutions: z.array(Substitution).optional(),
});

/** What may still change once a system has the order; what is left out stays as it is. */
export const DeliveryAmendment = z.object({ shipTo: Address.optional(), note: z.string().optional() });

export type DeliveryAmendment = z.infer<typeof DeliveryAmendment>;
export type Address = z.infer<typeof Address>;
export type SalesOrder = z.infer<typeof SalesOrder>;
export type SalesOrderLine = z.infer<typeof SalesOrderLine>;
export type ErpOrder = z.infer<typeof ErpOrder>;
export type Substitution = z.infer<typeof Substitution>;
export type ErpOrderInFull = z.infer<typeof ErpOrderInFull>;
