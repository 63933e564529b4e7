import type { Performed } from '../world/shop/database.ts';
import type { Shop } from '../world/shop/shop.ts';
import type { Promise_, Stores } from './stores.ts';

/** What changes an order in the shop is done once, in rising numbers, and in an order that makes sense to a customer. */
export function toldInOrder({ releases }: Stores): Promise_ {
  const read = new Map<Shop, number>();
  return {
    name: 'effects of a subject come in order, each once',
    restored: (shop) => void read.set(shop, 0),
    subject(shop) {
      const { performed } = shop.db;
      const from = Math.min(read.get(shop) ?? 0, performed.length);
      read.set(shop, performed.length);
      for (let place = from; place < performed.length; place += 1) {
        const wrong = judge(performed[place] as Performed, performed.slice(0, place));
        if (wrong !== null) return `${shop.code} ${wrong}`;
      }
      return null;
    },
  };

  function judge(effect: Performed, all: readonly Performed[]): string | null {
    const { subject, name, epoch, n } = effect;
    const before = all.filter((other) => other.subject === subject);
    const higher = before.find((other) => other.epoch > epoch || (other.epoch === epoch && other.n >= n));
    if (higher !== undefined)
      return `${subject}: ${name} (${epoch}.${n}) after ${higher.name} (${higher.epoch}.${higher.n})`;
    const same = before.find(
      (other) => other.name === name && (effect.kind !== 'status' || other.foreignRev === effect.foreignRev),
    );
    if (same !== undefined) return `${subject}: ${name} is done twice (${same.epoch}.${same.n}, then ${epoch}.${n})`;
    if (effect.kind === 'erp_number') return null;
    if (!before.some(({ kind }) => kind === 'erp_number')) return `${subject}: ${name} before its ERP number`;
    if (effect.kind !== 'status') return null;
    const shown = before.filter(({ kind }) => kind === 'shipment').length;
    return shown > 0 && releases.count > 0 ? null : `${subject}: completed, and no parcel is shown`;
  }
}
