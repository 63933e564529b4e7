import type { Shipment as Parcel, WarehouseOrder } from '@causeway/contracts';
import type { Shipment } from '../../tryton/shipments.ts';
import { quantity, sum } from '../../tryton/values.ts';

/** What of our lines is in a move: usually one line, two where both have the same goods. */
export type LinesOf = (move: Shipment['outgoing_moves.'][number]) => readonly { lineId: string; quantity: string }[];

/** How far the shipments of one release are, taken together. */
export function statusOf(shipments: readonly Shipment[]): WarehouseOrder['status'] {
  const states = shipments.map(({ state }) => state).filter((state) => state !== 'cancelled');
  if (states.length === 0) return 'cancelled';
  const sent = states.filter((state) => state === 'done').length;
  if (sent > 0) return sent === states.length ? 'shipped' : 'partially_shipped';
  if (states.every((state) => state === 'packed')) return 'packed';
  return states.every((state) => state === 'packed' || state === 'picked') ? 'picked' : 'received';
}

/** A parcel for every shipment that left. Tryton 6.0 knows its day alone; the hour is that of its moves' last change. */
export function parcelsOf(shipments: readonly Shipment[], linesOf: LinesOf): Parcel[] {
  return shipments
    .filter(({ state }) => state === 'done')
    .flatMap((shipment) => {
      const moves = shipment['outgoing_moves.'].filter(({ state, quantity }) => state === 'done' && quantity > 0);
      const lines = added(moves.flatMap(linesOf));
      const last = moves
        .map(({ write_date }) => write_date ?? '')
        .toSorted()
        .at(-1);
      if (last === undefined || last === '' || lines.length === 0) return [];
      const shippedAt = new Date(last).toISOString();
      return [{ id: shipment.number, carrier: '', trackingNumber: '', trackingUrl: '', shippedAt, lines }];
    });
}

function added(lines: readonly { lineId: string; quantity: string }[]): { lineId: string; quantity: string }[] {
  const sums = new Map<string, string>();
  for (const line of lines) sums.set(line.lineId, sum(sums.get(line.lineId) ?? '0', line.quantity));
  return [...sums].map(([lineId, quantity]) => ({ lineId, quantity }));
}

/** Of moves whose origin is a line that we know. */
export function byOrigin(lineIds: ReadonlyMap<string, string>): LinesOf {
  return ({ origin, quantity: float }) => {
    const lineId = lineIds.get(origin ?? '');
    return lineId === undefined ? [] : [{ lineId, quantity: quantity(float) }];
  };
}
