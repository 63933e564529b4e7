import type { Faults } from '../faults/faults.ts';
import { namedBy } from './names.ts';
import type { Shop } from './shop/shop.ts';

/** People change an order in the very moment in which a system commits it. */
export function meanwhile(
  role: 'erp' | 'wms',
  externalId: string,
  shops: ReadonlyMap<string, Shop>,
  faults: Faults,
): void {
  const { shop: code, subject } = namedBy(externalId);
  const shop = shops.get(code);
  if (shop === undefined || !subject.startsWith('order/')) return;
  const place = { shop: code, subject, system: null };
  if (role === 'wms') {
    if (faults.at('cancelled as the warehouse commits', place)) shop.change(subject, { status: 'cancelled' });
    return;
  }
  if (faults.at('cancelled as the ERP commits', place)) shop.change(subject, { status: 'cancelled' });
  if (faults.at('edited as the ERP commits', place)) shop.edit(subject);
  if (faults.at('refunded as the ERP commits', place)) shop.refund(subject);
}
