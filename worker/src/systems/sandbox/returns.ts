import type { ReturnAuthorization } from '@causeway/contracts';
import * as z from 'zod';

/** What comes back, as both systems take it. Empty texts are left out: they are refused. */
export function toNativeReturn(authorization: ReturnAuthorization): Record<string, unknown> {
  const { externalId, orderExternalId, reason, lines, traceId } = authorization;
  return {
    external_id: externalId,
    ...(traceId === '' ? {} : { correlation_id: traceId }),
    order_external_id: orderExternalId,
    ...(reason === '' ? {} : { reason: reason.slice(0, 200) }),
    lines: lines.map(({ lineId, sku, quantity }) => ({ line_id: lineId, sku, quantity: Number(quantity) })),
  };
}

/** What a change or a webhook is about: `id` is the system's own, left out where the external id says it all. */
export const Named = z
  .object({ id: z.string().default(''), external_id: z.string().optional(), order_external_id: z.string().optional() })
  .refine(({ external_id, order_external_id }) => (external_id ?? order_external_id) !== undefined);

/** A page of either system's `/changes`. */
export const NativeChanges = z.object({ changes: z.array(Named), next_cursor: z.string(), more: z.boolean() });

/** How a changed document is named: by its external id; one that the system's own people began under its order's. */
export function nameOf({ id, external_id, order_external_id }: z.infer<typeof Named>): string {
  return external_id ?? `${order_external_id ?? ''}/${id}`;
}
