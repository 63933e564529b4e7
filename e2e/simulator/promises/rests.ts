import type { SalesOrder, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { orderIdOf, releaseIdsOf } from '../world/names.ts';
import type { Kept } from '../world/outside/documents.ts';
import { isLate } from './nothing-twice.ts';
import type { Promise_, Stores } from './stores.ts';

type Release = Kept<WarehouseOrder>;

/**
 * A later release of an order sends what the ones before it were closed without, and no more; from a place of which the
 * warehouse said since that it has all of it (where it doesn't tell that: once the ERP had it again); and another SKU only as far as the ERP took it in the line's place.
 */
export function rests({ orders, releases, rules, toldFree, closedAt, allocatedAt, settleMs }: Stores): Promise_ {
  const judged = new Set<string>();
  return {
    name: 'the rest leaves once, from where it is, and as what the ERP took',
    document(externalId) {
      const order = orderIdOf(externalId);
      const ids = releaseIdsOf(order);
      if (ids.slice(1).every((id) => releases.of(id).length === 0)) return null;
      const all = ids.map((id) => releases.live(id));
      // Of one that came so late that nobody could know of it nothing is promised (docs/reliability.md, 2).
      if (all.flat().some((kept) => isLate(kept, settleMs))) return null;
      for (const [index, ofName] of all.entries()) {
        for (const kept of index === 0 ? [] : ofName) {
          if (judged.has(kept.doc.id)) continue;
          judged.add(kept.doc.id);
          const wrong =
            tooSoon(kept, all[index - 1] ?? []) ?? notThere(kept, all[index - 1]?.[0]) ?? notTaken(kept, all.flat());
          if (wrong !== null) return `${kept.doc.id} (${kept.doc.externalId}) ${wrong}`;
        }
      }
      return tooMuch(all.flat());
    },
  };

  function tooSoon({ doc }: Release, before: readonly Release[]): string | null {
    const isClosed =
      before.length > 0 && before.every((kept) => kept.doc.status === 'shipped' && shortsOf(kept).length > 0);
    return isClosed ? null : `is made, and the release before ${doc.externalId} was not closed short`;
  }

  function notThere({ doc, asked }: Release, before: Release | undefined): string | null {
    const { lines, node } = asked as WarehouseRelease;
    const since = closedAt.get(before?.doc.id ?? '') ?? Number.POSITIVE_INFINITY;
    if (!rules.tellsFree) {
      const at = allocatedAt.get(orderIdOf(doc.externalId)) ?? 0;
      return at >= since ? null : 'is made, and the ERP did not say since that it has the rest again';
    }
    if (rules.shortPick === 'backorder' && node !== before?.doc.node)
      return `is to leave ${node}, and the rest waits at ${before?.doc.node}`;
    for (const { sku, quantity } of lines) {
      const isTold = toldFree.some(
        (told) => told.at >= since && told.node === node && told.sku === sku && Number(told.units) >= Number(quantity),
      );
      if (!isTold) return `sends ${quantity} of ${sku} from ${doc.node}, which nobody said is there`;
    }
    return null;
  }

  function notTaken({ doc, asked }: Release, all: readonly Release[]): string | null {
    const [{ doc: order, asked: wanted } = { doc: null, asked: null }] = orders.live(orderIdOf(doc.externalId));
    if (order === null) return 'is made, and the ERP has no such order';
    for (const { lineId, sku } of (asked as WarehouseRelease).lines) {
      const ordered = (wanted as SalesOrder).lines.find((line) => line.lineId === lineId)?.sku;
      if (sku === ordered) continue;
      const took = unitsOf(
        (order.substitutions ?? []).filter((one) => one.lineId === lineId && one.sku === sku),
        lineId,
      );
      const sent = all.reduce((sum, kept) => sum + sentAs(kept, lineId, sku), 0);
      if (sent > took) return `sends ${sent} of ${sku} in place of ${ordered}, and the ERP took ${took}`;
    }
    return null;
  }

  function tooMuch(all: readonly Release[]): string | null {
    const later = all.filter(({ doc }) => doc.externalId !== orderIdOf(doc.externalId));
    const lines = new Set(later.flatMap(({ asked }) => (asked as WarehouseRelease).lines.map(({ lineId }) => lineId)));
    for (const line of lines) {
      const anew = later.reduce((sum, { asked }) => sum + unitsOf((asked as WarehouseRelease).lines, line), 0);
      const missing = all.reduce((sum, kept) => sum + unitsOf(shortsOf(kept), line), 0);
      if (anew > missing)
        return `of ${later[0]?.doc.externalId} ${anew} of line ${line} are released anew, and ${missing} were not found`;
    }
    return null;
  }
}

/** Units of a line that a release sends as a SKU: what was asked, less what was not found. */
function sentAs(kept: Release, lineId: string, sku: string): number {
  const { lines } = kept.asked as WarehouseRelease;
  if (!lines.some((line) => line.lineId === lineId && line.sku === sku)) return 0;
  return unitsOf(lines, lineId) - unitsOf(shortsOf(kept), lineId);
}

const shortsOf = ({ doc }: Release) => doc.shorts ?? [];

interface Line {
  readonly lineId: string;
  readonly quantity: string;
}

const unitsOf = (lines: readonly Line[], id: string): number =>
  lines.reduce((sum, { lineId, quantity }) => sum + (lineId === id ? Number(quantity) : 0), 0);
