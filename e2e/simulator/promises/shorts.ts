import type { OrderSnapshot, SalesOrder, WarehouseRelease } from '@causeway/contracts';
import { releaseIdsOf } from '../world/names.ts';
import { restsWait } from '../world/rules.ts';
import { externalIdOf } from './external-id.ts';
import type { Promise_, Stores } from './stores.ts';

/** Of a closed release what left and what was not found is what was asked; and who paid for units that never left is not forgotten. */
export function shorts({ orders, releases, shops, rules }: Stores): Promise_ {
  return {
    name: 'what was not found adds up, and somebody is told',
    document(externalId) {
      for (const { doc, asked } of releases.live(externalId)) {
        if (doc.status !== 'shipped') continue;
        const left = doc.shipments.flatMap((parcel) => parcel.lines);
        for (const { lineId, quantity } of (asked as WarehouseRelease).lines) {
          const units = unitsOf(left, lineId) + unitsOf(doc.shorts ?? [], lineId);
          if (units !== Number(quantity))
            return `${doc.id}: ${quantity} of line ${lineId} were asked, ${units} are told of`;
        }
      }
      return null;
    },
    calm() {
      for (const shop of shops.values()) {
        for (const { key, order, mirror } of shop.db.subjects.values()) {
          if (order === null || mirror?.state !== 'completed' || mirror.exceptions.length > 0) continue;
          const externalId = externalIdOf(shop.code, order.id, order.key);
          const live = releases.live(externalId);
          const short = live.flatMap(({ doc }) => doc.shorts ?? []).length > 0;
          const seen = shop.said.some((each) => each.key === key && SETTLES.has(each.command));
          if (restsWait(rules)) {
            const lost = seen ? null : neverLeft(externalId, order);
            if (lost !== null) return `${shop.code} ${key} is completed, and ${lost}`;
            continue;
          }
          if (short && order.refunds.length === 0 && !seen)
            return `${shop.code} ${key} is completed, units of it never left, and nobody is told`;
        }
      }
      return null;
    },
  };

  /** Over all releases, less what was refunded: the order's own lines, as far as the ERP has them. */
  function neverLeft(externalId: string, { items, refunds }: OrderSnapshot): string | null {
    const left = releaseIdsOf(externalId).flatMap((id) =>
      releases.live(id).flatMap(({ doc }) => doc.shipments.flatMap(({ lines }) => lines)),
    );
    const booked = orders.live(externalId)[0]?.asked as Pick<SalesOrder, 'lines'> | undefined;
    for (const { id, quantity } of items) {
      const line = String(id);
      const ordered = Math.min(Number(quantity), unitsOf(booked?.lines ?? [], line));
      const back = refunds.flatMap(({ lines }) => lines).filter(({ item_id }) => item_id === id);
      const refunded = back.reduce((sum, each) => sum + Number(each.quantity), 0);
      const units = unitsOf(left, line);
      if (units + refunded < ordered) return `${ordered - units} of line ${line} never left`;
    }
    return null;
  }
}

const SETTLES = new Set(['resolve', 'ignore']);

interface Line {
  readonly lineId: string;
  readonly quantity: string;
}

const unitsOf = (lines: readonly Line[], id: string): number =>
  lines.reduce((sum, { lineId, quantity }) => sum + (lineId === id ? Number(quantity) : 0), 0);
