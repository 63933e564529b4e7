import * as z from 'zod';
import { Currency, Decimal, ExternalId, Instant, Minor, SubjectKey } from './primitives.ts';
import { DeletedSnapshot } from './snapshot.ts';
import { Sku, Word } from './stock.ts';

/** What becomes of a returned unit once it was looked at. */
export const Disposition = z.enum(['restock', 'damaged', 'quarantine', 'scrap']);

/** An order as far as its return needs it: what was sold, for how much, and what was paid back so far (amounts in the order's currency). */
export const ReturnedOrder = z.object({
  id: z.int().positive(),
  number: z.string(),
  key: z.string(),
  status: z.string(),
  currency: Currency,
  currency_decimals: z.int().min(0).max(4),
  created_at: Instant,
  total: Decimal,
  refunded: Decimal,
  /** The ERP's number as the shop has it; null: it has none. */
  erp_number: z.string().nullable().default(null),
  items: z.array(
    z.object({
      id: z.int().positive(),
      sku: z.string(),
      name: z.string(),
      quantity: Decimal,
      refunded_quantity: Decimal,
      total: Decimal,
      total_tax: Decimal,
    }),
  ),
});

/** "Look at this return": what staff or the customer asked for, with its order as it is now. `return/<id>`. */
export const ReturnSnapshot = z.object({
  deleted: z.literal(false),
  id: z.int().positive(),
  origin: z.enum(['staff', 'customer']),
  status: z.enum(['requested', 'withdrawn']),
  created_at: Instant,
  reason: z.string().max(500),
  /** The goods are replaced: nothing is paid back. */
  exchange: z.boolean().default(false),
  order: ReturnedOrder,
  lines: z.array(z.object({ item_id: z.int().positive(), quantity: Decimal })).min(1),
});

/** What a look at a return carries; `deleted`: its order was deleted from the shop for good. */
export const ReturnLook = z.discriminatedUnion('deleted', [ReturnSnapshot, DeletedSnapshot]);

/** A return as ERP and warehouse are told of it. `orderExternalId`: under what they know the order. */
export const ReturnAuthorization = z.object({
  externalId: ExternalId,
  orderExternalId: ExternalId,
  orderErpNumber: z.string(),
  requestedAt: Instant,
  reason: z.string(),
  lines: z.array(z.object({ lineId: z.string(), sku: Sku, quantity: Decimal })).min(1),
  traceId: z.string(),
});

/** The ERP's return (RMA), read back. */
export const ErpReturn = z.object({
  id: z.string(),
  number: z.string(),
  externalId: z.string(),
  orderExternalId: z.string(),
  status: z.enum(['open', 'received', 'closed', 'cancelled']),
  lines: z.array(z.object({ lineId: z.string(), sku: z.string(), quantity: Decimal })),
});

/** The warehouse's receipt for a return: what came, and what became of it. `inspected`: every received unit has a disposition. */
export const WarehouseReturn = z.object({
  id: z.string(),
  externalId: z.string(),
  orderExternalId: z.string(),
  status: z.enum(['expected', 'received', 'inspected', 'cancelled']),
  lines: z.array(
    z.object({
      lineId: z.string(),
      sku: z.string(),
      received: Decimal,
      dispositions: z.array(z.object({ disposition: Disposition, quantity: Decimal })),
    }),
  ),
});

/** Money given back, as the ERP books it: amounts in minor units, positive. `refundedAt` null: nothing was paid back yet. */
export const CreditMemo = z.object({
  externalId: ExternalId,
  orderExternalId: ExternalId,
  orderErpNumber: z.string(),
  returnNumber: z.string().nullable(),
  currency: Currency,
  currencyDigits: z.int().min(0).max(4),
  refundedAt: Instant.nullable(),
  reason: z.string(),
  lines: z
    .array(
      z.object({
        lineId: z.string(),
        sku: Sku.nullable(),
        quantity: Decimal,
        netMinor: Minor,
        taxMinor: Minor,
        taxCode: z.string().nullable(),
      }),
    )
    .min(1),
  totalMinor: Minor,
  traceId: z.string(),
});

/** The ERP's credit memo, read back. */
export const ErpCreditMemo = z.object({
  id: z.string(),
  number: z.string(),
  externalId: z.string(),
  orderExternalId: z.string(),
  status: z.enum(['posted', 'cancelled']),
  currency: Currency,
  totalMinor: Minor,
});

/**
 * Told by an order to `return/r<refund id>`: a refund that somebody made in WooCommerce itself, whole each time; `gone`: it
 * was deleted again.
 */
export const OrderRefunded = z.object({
  about: z.literal('refund'),
  /** Names this telling: the return says it back (`RefundKept`). Left out: an engine before this one told. */
  word: Word.nullable().default(null),
  order: SubjectKey,
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  gone: z.boolean(),
  refund: z.object({
    id: z.int().positive(),
    created_at: Instant,
    amount: Decimal,
    reason: z.string(),
    lines: z.array(
      z.object({ item_id: z.int(), sku: z.string(), quantity: Decimal, total: Decimal, total_tax: Decimal }),
    ),
  }),
  currency: Currency,
  externalId: ExternalId,
  erpNumber: z.string().nullable(),
  /** The order came to an end before the ERP took it: there is nothing to book. Left out: an engine before this one told. */
  ended: z.boolean().default(false),
});

/** Told by a return to its order: the shop keeps what the telling `word` said. */
export const RefundKept = z.object({ about: z.literal('refund_kept'), return: SubjectKey, word: Word });

/** Asked by a return that began in the ERP or the warehouse, of its order: what was sold, and what the ERP calls it. */
export const ReturnAsks = z.object({ about: z.literal('return_asks'), return: SubjectKey });

/** The order's answer, whole each time it changes. */
export const OrderForReturn = z.object({
  about: z.literal('order'),
  order: SubjectKey,
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  externalId: ExternalId,
  erpNumber: z.string().nullable(),
  /** Null, or left out: the order can't be read at the moment. */
  goods: ReturnedOrder.nullable().optional(),
});

/** A return that the ERP's or the warehouse's own people began under one of our orders; `id`: that system's own. */
export const ReturnBegun = z.object({
  about: z.literal('begun'),
  role: z.enum(['erp', 'wms']),
  id: z.string().min(1).max(64),
  orderExternalId: ExternalId,
});

/** Which refunds of the order were made by its returns: the order raises nothing about those. */
export const ReturnRefunded = z.object({
  about: z.literal('return_refunded'),
  return: SubjectKey,
  refunds: z.array(z.int().positive()),
});

export type Disposition = z.infer<typeof Disposition>;
export type ReturnedOrder = z.infer<typeof ReturnedOrder>;
export type ReturnLook = z.infer<typeof ReturnLook>;
export type ReturnSnapshot = z.infer<typeof ReturnSnapshot>;
export type ReturnAuthorization = z.infer<typeof ReturnAuthorization>;
export type ErpReturn = z.infer<typeof ErpReturn>;
export type WarehouseReturn = z.infer<typeof WarehouseReturn>;
export type CreditMemo = z.infer<typeof CreditMemo>;
export type ErpCreditMemo = z.infer<typeof ErpCreditMemo>;
export type OrderRefunded = z.infer<typeof OrderRefunded>;
export type RefundKept = z.infer<typeof RefundKept>;
export type ReturnBegun = z.infer<typeof ReturnBegun>;
export type OrderForReturn = z.infer<typeof OrderForReturn>;
