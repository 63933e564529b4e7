import { ExternalId } from '@causeway/contracts';
import * as z from 'zod';
import type { Changes } from '../changes.ts';
import type { Errand } from './errand.ts';
import { follow, readCursor, type Stamp, StreamPosition } from './stream.ts';

const Row = z.object({ id: z.int(), reference: z.string().nullable() });
const Sale = z.object({ id: z.int(), reference: z.string() });
const Cursor = z.record(z.string(), StreamPosition);

const SALE = 'sale.sale';
const SHIPMENT = 'stock.shipment.out';
/** Other people's references are none of ours. */
const isOurs = (name: string): boolean => ExternalId.safeParse(name).success;

export interface Followed {
  /** Sales count themselves. */
  readonly sales: boolean;
  /** A shipment counts for its own reference; with this, also for that of its sale. */
  readonly salesOfShipments: boolean;
  /** Rows asked for at once. */
  readonly pageSize: number;
}

/** External ids of what came or changed since `cursor`. Deleted records leave no trace in Tryton. */
export async function changedSince(errand: Errand, what: Followed, cursor: string | null): Promise<Changes> {
  const models = what.sales ? [SALE, SHIPMENT] : [SHIPMENT];
  let positions = cursor === null ? {} : readCursor(errand, Cursor, cursor);
  for (;;) {
    const names = new Set<string>();
    let more = false;
    for (const model of models) {
      for (const stamp of ['create_date', 'write_date'] as const) {
        const stream = `${model} ${stamp}`;
        const found = await changedIn(errand, { model, stamp, ...what }, positions[stream] ?? null);
        for (const name of found.names) if (isOurs(name)) names.add(name);
        positions = { ...positions, [stream]: found.position };
        more ||= found.more;
      }
    }
    // A page of other people's documents is not the end.
    if (names.size > 0 || !more) return { externalIds: [...names], cursor: JSON.stringify(positions) };
  }
}

interface Asked extends Followed {
  readonly model: string;
  readonly stamp: Stamp;
}

async function changedIn(errand: Errand, asked: Asked, position: StreamPosition) {
  const { model, stamp, pageSize, salesOfShipments } = asked;
  const domain = model === SALE ? [['reference', '!=', null]] : [];
  const found = await follow(errand, { model, stamp, row: Row, domain, pageSize }, position);
  const names = found.rows.map(({ reference }) => reference ?? '');
  if (model === SALE || !salesOfShipments || names.length === 0) return { ...found, names };
  const ids = found.rows.map(({ id }) => id);
  const sales = await errand.read(SALE, Sale, [
    ['shipments', 'in', ids],
    ['reference', '!=', null],
  ]);
  return { ...found, names: [...names, ...sales.map(({ reference }) => reference)] };
}
