import { hash } from 'node:crypto';

const PLAIN = /^[A-Za-z0-9.-]{1,38}$/;

/**
 * The subject of a SKU's stock: `stock/` and the SKU itself where that fits a subject's key (`[A-Za-z0-9.-]{1,38}`), else
 * `_` and the first 16 hex digits of the SHA-256 of its UTF-8. A plain SKU has no `_`, so the two never meet.
 */
export function stockSubject(sku: string): string {
  if (PLAIN.test(sku)) return `stock/${sku}`;
  return `stock/_${hash('sha256', sku).slice(0, 16)}`;
}
