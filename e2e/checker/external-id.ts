import { createHash } from 'node:crypto';

/** What a shop's order must be called in ERP and WMS: `<SHOP>-<order id>-<4 hex digits of the order key's SHA-256>`. */
export function externalIdOf(shopCode: string, orderId: number, orderKey: string): string {
  return `${shopCode}-${orderId}-${createHash('sha256').update(orderKey, 'utf8').digest('hex').slice(0, 4)}`;
}

/** A later release of an order has `-2` to `-9` behind the order's id. */
export const ofOrder = (externalId: string): string => externalId.replace(/(-[0-9a-f]{4})-[2-9]$/, '$1');
