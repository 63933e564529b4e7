import type { OrderSnapshot } from '@causeway/contracts';

/** What a state may hold of an order: bytes of JSON. An engine takes 256 KB in all. */
const ORDER_BYTES_MAX = 192 * 1024;

/**
 * The order without what no rule reads (meta of lines; of a very large order also all meta but `metaKeys`). Null: still
 * too large.
 */
export function slim(order: OrderSnapshot, metaKeys: readonly string[]): OrderSnapshot | null {
  const lean = {
    ...order,
    items: order.items.map((item) => ({ ...item, meta: {} })),
  };
  if (bytes(lean) <= ORDER_BYTES_MAX) return lean;
  const meta = Object.fromEntries(Object.entries(order.meta).filter(([key]) => metaKeys.includes(key)));
  const leanest = { ...lean, meta };
  return bytes(leanest) <= ORDER_BYTES_MAX ? leanest : null;
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
