import * as z from 'zod';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const EpochMs = z.int().nonnegative();

/** RFC 3339 instant in UTC with a `Z`, second or millisecond resolution: `2026-11-27T00:00:03Z`. */
export const Instant = z.iso.datetime({ offset: false });

/** A decimal number as a string, never a float: `"19.99"`, `"-3"`, `"0.0001"`. */
export const Decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,10})?$/, 'a decimal string such as "19.99"');

/** ISO 4217 alphabetic code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "EUR"');

/** An amount in minor units (cents), exact: integers up to 2^53. */
export const Minor = z.int();

/** Names a shop at the worker and begins every external id: 1 to 6 of `A-Z0-9`. */
export const ShopCode = z.string().regex(/^[A-Z0-9]{1,6}$/, '1 to 6 characters of A-Z and 0-9');

/**
 * JSON that is not looked into: it came out of `JSON.parse`, so it is JSON. Who needs its shape reads it by its own
 * contract. (`z.json()` would visit every leaf of it again, most of the time that reading an exchange takes.)
 */
export const Unread = z.unknown().refine((value) => value !== undefined, 'is missing') as unknown as z.ZodType<
  z.infer<ReturnType<typeof z.json>>
>;

/** What a row, an effect and a state are about: `order/1042`, `product/77`, `customer/9`, `system/erp`. */
export const SubjectKey = z.string().regex(/^[a-z]{1,16}\/[A-Za-z0-9._-]{1,40}$/, 'a subject such as "order/1042"');

/** The correlation id: the trace id of a W3C `traceparent`, 32 lowercase hex digits. */
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/);

/** UUID version 7 (RFC 9562). */
export const EventId = z.uuid();

/** A SHA-256 in lowercase hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What ERP and WMS can find our document by: shop code, order id and 4 hex digits of the order key's SHA-256. A return's
 * id has an R before it, that of a credit memo for a refund made in WooCommerce itself a C; E and W stand before the number
 * of a return that was begun in the ERP or the warehouse. At most 22 characters of `[A-Za-z0-9-]`, so it fits X12 and every ERP.
 */
export const ExternalId = z
  .string()
  .max(22)
  .regex(/^[A-Z0-9]{1,6}-[RCEW]?\d{1,10}-[0-9a-f]{4}$/);

/** What a warehouse finds a release by: its order's external id; a later release of the same order has `-2` to `-9` behind it. */
export const ReleaseId = z
  .string()
  .max(22)
  .regex(/^[A-Z0-9]{1,6}-\d{1,10}-[0-9a-f]{4}(-[2-9])?$/);

export type ShopCode = z.infer<typeof ShopCode>;
export type SubjectKey = z.infer<typeof SubjectKey>;
export type ExternalId = z.infer<typeof ExternalId>;
export type Decimal = z.infer<typeof Decimal>;
