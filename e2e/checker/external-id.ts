import { createHash } from 'node:crypto';

/** What a shop's order must be called in ERP and WMS: `<SHOP>-<order id>-<4 hex digits of the order key's SHA-256>`. */
export function externalIdOf(shopCode: string, orderId: number, orderKey: string): string {
  return `${shopCode}-${orderId}-${createHash('sha256').update(orderKey, 'utf8').digest('hex').slice(0, 4)}`;
}
