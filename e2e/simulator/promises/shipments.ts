import type { SalesOrder, WarehouseRelease } from '@causeway/contracts';
import { namedBy, orderIdOf, releaseIdsOf } from '../world/names.ts';
import { externalIdOf } from './external-id.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

/**
 * Every line that leaves, and every one that a customer is shown as sent, is a line of the order, and no more of it than was
 * ordered; a parcel goes only where the ERP says, too.
 */
export function shipments({ orders, releases, shops, settleMs }: Stores): Promise_ {
  /** Where a second release came so late that it could not be known of, both may leave (docs/reliability.md, 2). */
  const isExcused = (externalId: string): boolean =>
    !releases.enforcesUniqueIds && releasesOf(externalId).some((kept) => isLate(kept, settleMs));
  const releasesOf = (externalId: string) => releaseIdsOf(externalId).flatMap((id) => releases.of(id));
  /** A person said that the shop's word of it stands everywhere. */
  const isSeenTo = (externalId: string): boolean => {
    const { shop, subject } = namedBy(externalId);
    return shops.get(shop)?.said.some(({ key, command }) => key === subject && SETTLES.has(command)) ?? false;
  };
  /** Every address that the ERP ever had of an order. */
  const addresses = new Map<string, Set<string>>();
  return {
    name: 'a parcel holds what was ordered, and goes where the ERP says',
    document(id) {
      const externalId = orderIdOf(id);
      const known = addresses.get(externalId) ?? new Set<string>();
      addresses.set(externalId, known);
      for (const { asked } of orders.of(externalId)) known.add(JSON.stringify((asked as SalesOrder).shipTo));
      for (const { doc, asked } of releasesOf(externalId)) {
        if (!known.has(JSON.stringify((asked as WarehouseRelease).shipTo)) && !isSeenTo(externalId))
          return `${doc.id} of ${externalId} goes to an address that the ERP never had`;
      }
      return isExcused(externalId) ? null : tooMuchLeft(externalId);
    },
    subject(shop, key) {
      const { order, parcels = [] } = shop.db.subjects.get(key) ?? {};
      if (!order || isExcused(externalIdOf(shop.code, order.id, order.key))) return null;
      const shown = sums(parcels.flatMap(({ lines }) => lines.map((line) => [String(line.item_id), line.quantity])));
      const ordered = sums(order.items.map(({ id, quantity }) => [String(id), quantity]));
      const [line] = [...shown].find(([id, units]) => units > (ordered.get(id) ?? 0)) ?? [];
      return line === undefined ? null : `${shop.code} ${key} shows more of line ${line} as sent than was ordered`;
    },
  };

  /** Of all releases together: what a second one sends anew counts, too. */
  function tooMuchLeft(externalId: string): string | null {
    const asked = orders.of(externalId).map((kept) => kept.asked as SalesOrder);
    const ordered = new Map<string, number>();
    for (const { lines } of asked) {
      for (const [id, units] of sums(lines.map(({ lineId, quantity }) => [lineId, quantity])))
        ordered.set(id, Math.max(units, ordered.get(id) ?? 0));
    }
    const left = sums(
      releasesOf(externalId).flatMap(({ doc }) =>
        doc.shipments.flatMap(({ lines }) => lines.map((line) => [line.lineId, line.quantity])),
      ),
    );
    for (const [id, units] of left) {
      const may = ordered.get(id);
      if (may === undefined) return `of ${externalId} line ${id} left, which was never ordered`;
      if (units > may) return `of ${externalId} ${units} of line ${id} left, and ${may} were ordered`;
    }
    return null;
  }
}

const SETTLES: ReadonlySet<string> = new Set(['resolve', 'ignore']);

function sums(lines: Iterable<readonly (string | undefined)[]>): Map<string, number> {
  const units = new Map<string, number>();
  for (const [id = '', quantity = '0'] of lines) units.set(id, (units.get(id) ?? 0) + Number(quantity));
  return units;
}
