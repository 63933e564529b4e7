import { namedBy } from '../world/names.ts';
import type { Promise_, Stores } from './stores.ts';

/** A release leaves only for an order that the ERP holds and allocated in full, and whose number the shop was given. */
export function gate({ orders, shops }: Stores): Promise_ {
  /** External ids whose ERP number was once written into the shop, and by which number. */
  const written = new Set<string>();
  return {
    name: 'the gate: accepted, number written back, allocated, and only then released',
    subject(shop, key) {
      const row = shop.db.subjects.get(key);
      if (row?.erpNumber) written.add(`${shop.code} ${key} ${row.erpNumber}`);
      return null;
    },
    left(_engine, operation, { shop, subject, externalId }) {
      if (operation !== 'create_release') return null;
      const documents = orders.of(externalId);
      const allocated = documents.filter(({ doc }) => doc.allocation === 'full');
      if (documents.length === 0) return `${externalId} is released, and the ERP has no order of it`;
      if (allocated.length === 0) return `${externalId} is released, and the ERP has not allocated it`;
      const row = shops.get(shop)?.db.subjects.get(subject);
      const told = allocated.some(
        ({ doc }) => row?.erpNumber === doc.number || written.has(`${shop} ${subject} ${doc.number}`),
      );
      return told ? null : `${externalId} is released, and the shop does not have its ERP number yet`;
    },
    document(externalId) {
      // A release without an order behind it, however it came there.
      return namedBy(externalId).shop === '' ? `${externalId} names no shop` : null;
    },
  };
}
