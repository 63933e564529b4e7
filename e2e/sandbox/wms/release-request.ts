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
} from '../shapes.ts';

export const ReleaseRequest = z.strictObject({
  external_id: ExternalId,
  correlation_id: CorrelationId.optional(),
  erp_number: Code,
  ship_to: Address.extend({ email: z.email().max(200).optional() }),
  shipping_method: Code,
  lines: z
    .array(z.strictObject({ line_id: LineId, sku: Code, quantity: Quantity, description: Text.optional() }))
    .min(1)
    .max(500),
  note: Note.optional(),
  node: Code.optional(),
});

export type ReleaseRequest = z.infer<typeof ReleaseRequest>;

/** Throws 422 with the first thing that the warehouse doesn't know. */
export function judge(
  release: ReleaseRequest,
  shippingMethods: readonly string[],
  knowsItem: (sku: string) => boolean,
): void {
  const { shipping_method, lines } = release;
  refuseRepeatedLines(lines);
  if (!shippingMethods.includes(shipping_method)) {
    throw new Refusal(422, 'unknown_shipping_method', `unknown shipping method: ${shipping_method}`, {
      shipping_method,
    });
  }
  for (const { sku, line_id } of lines) {
    if (!knowsItem(sku)) throw new Refusal(422, 'unknown_item', `unknown item: ${sku}`, { sku, line_id });
  }
}
