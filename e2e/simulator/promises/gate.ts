import { orderIdOf, releaseIdsOf } from '../world/names.ts';
import { externalIdOf } from './external-id.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

/**
 * Only what was paid (or is to be sent unpaid) and is not from before go-live reaches the ERP, under its one external id; a
 * release leaves only for an order that the ERP holds and allocated in full, and whose number the shop was given; and an
 * ERP order is not cancelled under a parcel that may still leave.
 */
export function gate({ orders, releases, shops, settleMs }: Stores): Promise_ {
  /** External ids of orders that were once to be sent. */
  const due = new Set<string>();
  /** External ids whose ERP number was once written into the shop, and by which number. */
  const written = new Set<string>();
  return {
    name: 'the gate: accepted, number written back, allocated, and only then released',
    subject(shop, key) {
      const row = shop.db.subjects.get(key);
      const { order } = row ?? {};
      if (order && DUE.has(order.status) && Date.parse(order.created_at) >= shop.goLiveAt)
        due.add(externalIdOf(shop.code, order.id, order.key));
      if (row?.erpNumber) written.add(`${shop.code} ${key} ${row.erpNumber}`);
      return null;
    },
    left(_engine, operation, { shop, subject, externalId }) {
      if (operation === 'create_order')
        return due.has(externalId) ? null : `${externalId} is sent to the ERP, and no order of that id was to be sent`;
      if (operation === 'cancel_order') return underParcel(externalId);
      if (operation !== 'create_release') return null;
      const documents = orders.of(orderIdOf(externalId));
      const allocated = documents.filter(({ doc }) => doc.allocation === 'full');
      if (documents.length === 0) return `${externalId} is released, and the ERP has no order of it`;
      if (allocated.length === 0) return `${externalId} is released, and the ERP has not allocated it`;
      const row = shops.get(shop)?.db.subjects.get(subject);
      const told = allocated.some(
        ({ doc }) => row?.erpNumber === doc.number || written.has(`${shop} ${subject} ${doc.number}`),
      );
      return told ? null : `${externalId} is released, and the shop does not have its ERP number yet`;
    },
  };

  function underParcel(externalId: string): string | null {
    const sent = releaseIdsOf(externalId).flatMap((id) => releases.live(id));
    const [parcel] = sent.filter((kept) => !isLate(kept, settleMs));
    const last = orders.live(externalId).length <= 1;
    return last && parcel ? `the ERP order of ${externalId} is cancelled, and ${parcel.doc.id} may still leave` : null;
  }
}

/** What the shop says of an order that is to be sent. */
const DUE = new Set(['processing', 'completed']);
