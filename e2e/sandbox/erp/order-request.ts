import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import {
  Address,
  Code,
  CorrelationId,
  ExternalId,
  LineId,
  Note,
  Quantity,
  refuseRepeatedLines,
  Text,
  ZonedInstant,
} from '../shapes.ts';

const Amount = z.int().min(-1e12).max(1e12);
const common = { line_id: LineId, description: Text.optional() };
const taxed = { ...common, tax_code: Code };
const charge = { net_minor: Amount.nonnegative(), tax_minor: Amount.nonnegative() };

const Line = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('item'),
    ...taxed,
    sku: Code,
    quantity: Quantity,
    unit_price_minor: Amount.optional(),
    ...charge,
  }),
  z.strictObject({ type: z.literal('shipping'), ...taxed, ...charge }),
  z.strictObject({ type: z.literal('fee'), ...taxed, net_minor: Amount, tax_minor: Amount }),
  z.strictObject({
    type: z.literal('discount'),
    ...taxed,
    net_minor: Amount.nonpositive(),
    tax_minor: Amount.nonpositive(),
  }),
  z.strictObject({ type: z.literal('gift_card'), ...common, code: Text.optional(), net_minor: Amount.nonpositive() }),
  z.strictObject({ type: z.literal('rounding'), ...common, net_minor: Amount }),
]);

export const OrderRequest = z.strictObject({
  external_id: ExternalId,
  correlation_id: CorrelationId.optional(),
  shop_order_number: Code.optional(),
  ordered_at: ZonedInstant,
  paid_at: ZonedInstant.optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters'),
  customer: z.strictObject({ code: Code.optional(), name: Text, email: z.email().max(200), phone: Text.optional() }),
  bill_to: Address,
  ship_to: Address,
  shipping_method: Code.optional(),
  payment: z.strictObject({
    method: Code,
    state: z.enum(['paid', 'authorised', 'on_account']),
    transaction_id: Text.optional(),
  }),
  lines: z.array(Line).min(1).max(500),
  total_minor: Amount.nonnegative(),
  note: Note.optional(),
});

export type OrderRequest = z.infer<typeof OrderRequest>;
export type Line = z.infer<typeof Line>;
export type ItemLine = Extract<Line, { type: 'item' }>;

/** The codes that an ERP's masters know. */
export interface Masters {
  readonly currencies: readonly string[];
  readonly tax_codes: readonly string[];
  readonly payment_methods: readonly string[];
  readonly shipping_methods: readonly string[];
  readonly customers: readonly { readonly code: string }[];
}

/** Throws 422 with the first thing that the masters don't know, or that doesn't add up. */
export function judge(order: OrderRequest, masters: Masters, knowsItem: (sku: string) => boolean): void {
  const { currency, customer, payment, shipping_method } = order;
  refuseRepeatedLines(order.lines);
  if (!order.lines.some(({ type }) => type === 'item')) refuseLines('an order has at least one item line');
  if (order.lines.filter(({ type }) => type === 'rounding').length > 1)
    refuseLines('an order has at most one rounding line');
  if (!masters.currencies.includes(currency)) refuse('unknown_currency', currency, { currency });
  if (customer.code !== undefined && !masters.customers.some(({ code }) => code === customer.code)) {
    refuse('unknown_customer', customer.code, { customer_code: customer.code });
  }
  if (!masters.payment_methods.includes(payment.method))
    refuse('unknown_payment_method', payment.method, { payment_method: payment.method });
  if (shipping_method !== undefined && !masters.shipping_methods.includes(shipping_method)) {
    refuse('unknown_shipping_method', shipping_method, { shipping_method });
  }
  for (const line of order.lines) judgeLine(line, masters, knowsItem);
  judgeTotal(order);
}

function judgeLine(line: Line, masters: Masters, knowsItem: (sku: string) => boolean): void {
  const { line_id } = line;
  if (line.type === 'item' && !knowsItem(line.sku)) refuse('unknown_item', line.sku, { sku: line.sku, line_id });
  if ('tax_code' in line && !masters.tax_codes.includes(line.tax_code)) {
    refuse('unknown_tax_code', line.tax_code, { tax_code: line.tax_code, line_id });
  }
}

function judgeTotal({ lines, total_minor }: OrderRequest): void {
  let lines_minor = 0;
  let amounts = 0;
  let rounding_minor = 0;
  for (const line of lines) {
    lines_minor += line.net_minor + ('tax_minor' in line ? line.tax_minor : 0);
    if (line.type === 'rounding') rounding_minor = line.net_minor;
    else amounts += 'tax_minor' in line ? 2 : 1;
  }
  if (lines_minor !== total_minor) {
    throw new Refusal(422, 'total_mismatch', `the lines add up to ${lines_minor}, not to ${total_minor}`, {
      total_minor,
      lines_minor,
    });
  }
  const allowed_minor = Math.ceil(amounts / 2);
  if (Math.abs(rounding_minor) > allowed_minor) {
    throw new Refusal(422, 'rounding_too_large', `rounding may be at most ${allowed_minor}`, {
      rounding_minor,
      allowed_minor,
    });
  }
}

function refuse(code: string, what: string, details: Record<string, unknown>): never {
  throw new Refusal(422, code, `${code.replaceAll('_', ' ')}: ${what}`, details);
}

function refuseLines(message: string): never {
  throw new Refusal(422, 'invalid_body', message, { fields: [{ path: 'lines', message }] });
}
