import type { SubjectRow } from '../world/shop/database.ts';
import type { Shop } from '../world/shop/shop.ts';
import type { Promise_ } from './stores.ts';

/** What a warehouse tells of an order that is completed (its parcels were delivered) opens it no more. */
export function staysOver(): Promise_ {
  const completed = new Map<Shop, Map<string, string>>();
  return {
    name: 'what is completed stays completed',
    restored: (shop) => void completed.delete(shop),
    subject(shop, key) {
      const row = shop.db.subjects.get(key);
      if (!row?.order || !row.mirror) return null;
      const ofShop = completed.get(shop) ?? new Map<string, string>();
      completed.set(shop, ofShop);
      const { state, exceptions } = row.mirror;
      const before = ofShop.get(key);
      if (state === 'completed') ofShop.set(key, markOf(row, shop));
      // Who looks again after a person, the shop or a lost file said so may find that something is missing.
      else if (exceptions.length === 0 && before === markOf(row, shop))
        return `${shop.code} ${key} was completed, and is ${state}`;
      return null;
    },
  };
}

/** A shop that goes on from a backup is told anew what the backup shows; not by who has not heard of it when they tell. */
const markOf = ({ key, foreignRev, epoch, incarnation, mirror }: SubjectRow, { said }: Shop): string => {
  const rev = mirror?.checkpoint?.body.rev;
  const heardOf = Array.isArray(rev) ? rev[0] : incarnation;
  return `${heardOf}.${foreignRev} ${epoch} ${said.filter((each) => each.key === key).length}`;
};
