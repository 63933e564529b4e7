import * as z from 'zod';
import { Currency, Decimal, Instant } from './primitives.ts';

/** A postal address as WooCommerce keeps it; empty strings where the customer gave nothing. */
export const SnapshotAddress = z.object({
  first_name: z.string(),
  last_name: z.string(),
  company: z.string(),
  address_1: z.string(),
  address_2: z.string(),
  city: z.string(),
  state: z.string(),
  postcode: z.string(),
  country: z.string(),
  phone: z.string(),
});

const Meta = z.record(z.string(), z.json());
const LineTax = z.object({ rate_id: z.int(), total: Decimal, subtotal: Decimal });

/** A product line. `subtotal` is before discounts, `total` after; both without tax. */
export const SnapshotItem = z.object({
  id: z.int(),
  product_id: z.int(),
  variation_id: z.int(),
  sku: z.string(),
  name: z.string(),
  quantity: Decimal,
  tax_class: z.string(),
  subtotal: Decimal,
  subtotal_tax: Decimal,
  total: Decimal,
  total_tax: Decimal,
  taxes: z.array(LineTax),
  meta: Meta,
  /** Whose stock the line is sold from (its own SKU, or the parent's), and by how many units WooCommerce lowered it. */
  stock: z.object({ sku: z.string(), reduced: Decimal }).nullable().default(null),
});

export const SnapshotShippingLine = z.object({
  id: z.int(),
  method_id: z.string(),
  instance_id: z.string(),
  title: z.string(),
  total: Decimal,
  total_tax: Decimal,
  taxes: z.array(LineTax),
});

export const SnapshotFee = z.object({
  id: z.int(),
  name: z.string(),
  tax_class: z.string(),
  total: Decimal,
  total_tax: Decimal,
  taxes: z.array(LineTax),
});

export const SnapshotCoupon = z.object({
  id: z.int(),
  code: z.string(),
  discount: Decimal,
  discount_tax: Decimal,
});

export const SnapshotTax = z.object({
  id: z.int(),
  rate_id: z.int(),
  rate_code: z.string(),
  label: z.string(),
  rate_percent: Decimal,
  compound: z.boolean(),
  tax_total: Decimal,
  shipping_tax_total: Decimal,
});

/** A refund: `amount` is positive; its lines carry positive quantities and amounts. */
export const SnapshotRefund = z.object({
  id: z.int(),
  created_at: Instant,
  amount: Decimal,
  reason: z.string(),
  payment_refunded: z.boolean(),
  /** The return that Causeway made it for; null: somebody made it in the shop. */
  return_id: z.string().nullable().default(null),
  lines: z.array(z.object({ item_id: z.int(), quantity: Decimal, total: Decimal, total_tax: Decimal })),
});

/** An order as the shop's database says it is at one revision. Statuses come without `wc-`. */
export const OrderSnapshot = z.object({
  deleted: z.literal(false),
  id: z.int().positive(),
  number: z.string(),
  key: z.string(),
  status: z.string(),
  currency: Currency,
  currency_decimals: z.int().min(0).max(4),
  prices_include_tax: z.boolean(),
  created_via: z.string(),
  created_at: Instant,
  paid_at: Instant.nullable(),
  completed_at: Instant.nullable(),
  customer_id: z.int(),
  customer_note: z.string(),
  billing: SnapshotAddress.extend({ email: z.string() }),
  shipping: SnapshotAddress,
  payment_method: z.string(),
  payment_method_title: z.string(),
  transaction_id: z.string(),
  items: z.array(SnapshotItem),
  shipping_lines: z.array(SnapshotShippingLine),
  fees: z.array(SnapshotFee),
  coupons: z.array(SnapshotCoupon),
  taxes: z.array(SnapshotTax),
  refunds: z.array(SnapshotRefund),
  totals: z.object({
    discount: Decimal,
    discount_tax: Decimal,
    shipping: Decimal,
    shipping_tax: Decimal,
    cart_tax: Decimal,
    total: Decimal,
    total_tax: Decimal,
  }),
  meta: Meta,
});

/** What is left of an order that was deleted from the shop for good. */
export const DeletedSnapshot = z.object({ deleted: z.literal(true), id: z.int().positive() });

export const Snapshot = z.discriminatedUnion('deleted', [OrderSnapshot, DeletedSnapshot]);

/** The largest snapshot that crosses, in bytes of JSON; a larger one is a `too_large` exception. */
export const SNAPSHOT_BYTES_MAX = 512 * 1024;

export type OrderSnapshot = z.infer<typeof OrderSnapshot>;
export type Snapshot = z.infer<typeof Snapshot>;
export type SnapshotItem = z.infer<typeof SnapshotItem>;
export type SnapshotAddress = z.infer<typeof SnapshotAddress>;
