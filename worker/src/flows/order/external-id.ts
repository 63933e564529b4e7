import { hash } from 'node:crypto';

/** `DEMO-1042-9f3a`: shop code, order id, and 4 hex digits of the order key's hash (design 5). */
export function externalIdOf(shopCode: string, order: { readonly id: number; readonly key: string }): string {
  const mark = hash('sha256', order.key).slice(0, 4);
  return `${shopCode}-${order.id}-${mark}`;
}
