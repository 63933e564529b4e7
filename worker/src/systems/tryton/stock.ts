import type { InventoryPage, InventoryPosition } from '@causeway/contracts';
import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Directory } from './directory.ts';
import type { Errand } from './errand.ts';
import { type Places, stockedPlace } from './places.ts';
import { endOf, follow, readCursor, repeated, StreamPosition } from './stream.ts';
import { negative, quantity, sum } from './values.ts';

/** Changes are read from the stock moves: created or written since. */
const Following = z.object({ created: StreamPosition, written: StreamPosition });
const Cursor = Following.extend({
  /** The snapshot's last product so far; null: it is done. */
  after: z.int().nullable(),
});
type Cursor = z.infer<typeof Cursor>;

const Item = z.object({ id: z.int(), code: z.string() });
const Quantity = z.object({ id: z.int(), quantity: z.number() });
const Zones = z.object({ id: z.int(), storage_location: z.int(), output_location: z.int() });
const Move = z.object({ id: z.int(), product: z.int() });

export interface StockWanted {
  /** Codes or names: each is a node of the same name. */
  readonly warehouses: readonly string[];
  /** Where damaged and quarantined goods lie. */
  readonly places: Places;
  /** Products, or stock moves, asked for at once. */
  readonly pageSize: number;
  /** Epoch ms: stands in where the server's replies tell no time. */
  readonly now: () => number;
}

/**
 * Stock of goods that have a code. On hand is what lies in a warehouse's storage and output zones; allocated is what of
 * it is assigned to moves out of the storage, or lies picked in the output zone. What is in the input zone is neither.
 * Where the settings name places for damaged and quarantined goods, those are told too, and on hand counts them.
 */
export async function inventory(
  errand: Errand,
  directory: Directory,
  cursor: string | null,
  wanted: StockWanted,
): Promise<InventoryPage> {
  const at = cursor === null ? await beginning(errand) : readCursor(errand, Cursor, cursor);
  if (at.after !== null) {
    const goods = [
      ['id', '>', at.after],
      ['type', '=', 'goods'],
      ['code', '!=', null],
      ['code', '!=', ''],
    ];
    const items = await errand.read('product.product', Item, goods, { limit: wanted.pageSize });
    if (items.some(({ id }) => id <= (at.after ?? 0))) throw repeated(errand, 'product.product');
    const more = items.length >= wanted.pageSize;
    const next = { ...at, after: more ? (items.at(-1)?.id ?? null) : null };
    const positions = await positionsOf(errand, directory, items, wanted);
    // The snapshot is not the end: what changed while it was read follows.
    return { positions, cursor: JSON.stringify(next), more };
  }
  const changes = await changedProducts(errand, at, wanted.pageSize);
  const items = await errand.read('product.product', Item, [
    ['id', 'in', changes.ids],
    ['code', '!=', null],
  ]);
  const positions = await positionsOf(errand, directory, items, wanted);
  return { positions, cursor: JSON.stringify(changes.cursor), more: changes.more };
}

async function beginning(errand: Errand): Promise<Cursor> {
  const created = await endOf(errand, 'stock.move', 'create_date');
  return { created, written: await endOf(errand, 'stock.move', 'write_date'), after: 0 };
}

async function changedProducts(errand: Errand, at: Cursor, pageSize: number) {
  const stream = { model: 'stock.move', row: Move, domain: [], pageSize };
  const created = await follow(errand, { ...stream, stamp: 'create_date' }, at.created);
  const written = await follow(errand, { ...stream, stamp: 'write_date' }, at.written);
  const ids = [...new Set([...created.rows, ...written.rows].map(({ product }) => product))];
  const cursor: Cursor = { created: created.position, written: written.position, after: null };
  return { ids, cursor, more: created.more || written.more };
}

async function positionsOf(
  errand: Errand,
  directory: Directory,
  items: readonly z.infer<typeof Item>[],
  { warehouses, places, now }: StockWanted,
): Promise<InventoryPosition[]> {
  // Read before the quantities, so that every movement up to it is in them.
  const asOf = new Date(errand.begunAt ?? now()).toISOString();
  const positions: InventoryPosition[] = [];
  if (items.length === 0) return positions;
  for (const node of warehouses) {
    const warehouse = await directory.warehouse(errand, node);
    const [zones] = await errand.read('stock.location', Zones, [['id', '=', warehouse]]);
    if (zones === undefined) throw new SystemFailure('missing_reference', 'before_send', `no warehouse ${node}`);
    const ids = items.map(({ id }) => id);
    const stored = await quantities(errand, ids, zones.storage_location, false);
    const picked = await quantities(errand, ids, zones.output_location, false);
    const free = await quantities(errand, ids, zones.storage_location, true);
    const zone = { warehouse, storage: zones.storage_location };
    const damaged = await heldBack(errand, directory, ids, places.damaged, zone);
    const quarantined = await heldBack(errand, directory, ids, places.quarantine, zone);
    for (const { id, code } of items) {
      const inZones = sum(stored(id), picked(id));
      const allocated = sum(inZones, negative(free(id)));
      const onHand = sum(inZones, damaged.beside(id), quarantined.beside(id));
      const kept = { damaged: damaged.of(id), quarantined: quarantined.of(id) };
      positions.push({ sku: code, node, onHand, allocated, inTransit: null, ...kept, asOf });
    }
  }
  return positions;
}

/** `assigned`: what is assigned to leave counts as gone. */
async function quantities(errand: Errand, ids: readonly number[], location: number, assigned: boolean) {
  const context = { locations: [location], ...(assigned ? { stock_assign: true } : {}) };
  const rows = await errand.read('product.product', Quantity, [['id', 'in', ids]], { context });
  const byId = new Map(rows.map((row) => [row.id, quantity(row.quantity)]));
  return (id: number) => byId.get(id) ?? '0';
}

/** What of goods lies in a place for those that aren't sold, and what of that the zones don't count. */
async function heldBack(
  errand: Errand,
  directory: Directory,
  ids: readonly number[],
  name: string | undefined,
  zone: { readonly warehouse: number; readonly storage: number },
) {
  const place = await stockedPlace(errand, directory, name, zone);
  if (place === null) return { of: () => null, beside: () => '0' };
  const of = await quantities(errand, ids, place.id, false);
  return { of, beside: (id: number) => (place.inside ? '0' : of(id)) };
}
