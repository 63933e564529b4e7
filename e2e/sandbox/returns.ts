import * as z from 'zod';
import { Code, CorrelationId, ExternalId, LineId, Quantity, Text } from './shapes.ts';

export const DISPOSITIONS = ['restock', 'damaged', 'quarantine', 'scrap'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

const Line = z.strictObject({ line_id: LineId, sku: Code, quantity: Quantity });

/** What both systems are told of goods that will come back. `erp_return_number` is for the warehouse. */
export const ReturnRequest = z.strictObject({
  external_id: ExternalId,
  correlation_id: CorrelationId.optional(),
  order_external_id: ExternalId,
  erp_return_number: Code.optional(),
  reason: Text.optional(),
  lines: z.array(Line).min(1).max(500),
});
export type ReturnRequest = z.infer<typeof ReturnRequest>;

/** A return that a system's own people begin: no external id of ours, only the order's. */
export const OwnReturn = ReturnRequest.pick({ order_external_id: true, reason: true, lines: true });
export type OwnReturn = z.infer<typeof OwnReturn>;

/** What became of units of a line. */
export const Inspected = z.strictObject({
  line_id: LineId,
  sku: Code.optional(),
  disposition: z.enum(DISPOSITIONS),
  quantity: Quantity,
});
export type Inspected = z.infer<typeof Inspected>;
export const Inspection = z.strictObject({ lines: z.array(Inspected).min(1).max(500) });

/** Books inspected units into stock. Called inside a transaction. */
export type Reclassify = (sku: string, disposition: Disposition, units: number) => void;

/** What receipts need of a system's stock. */
export interface ReturnsStock {
  knows(sku: string): boolean;
  readonly reclassify: Reclassify;
}
