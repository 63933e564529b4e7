import type { Disposition } from '@causeway/contracts';
import * as z from 'zod';
import type { Directory } from './directory.ts';
import type { Errand } from './errand.ts';

const LOCATION = 'stock.location';
const Location = z.object({ id: z.int() });
const Typed = Location.extend({ type: z.string() });

/** Where returned goods lie that are not sold again: codes, else names, of locations. */
export type Places = Readonly<Partial<Record<Exclude<Disposition, 'restock'>, string | undefined>>>;

const KINDS = ['damaged', 'quarantine', 'scrap'] as const;

/** Those of `ids` that are `place`, or in it. */
async function within(errand: Errand, ids: readonly number[], place: number): Promise<number[]> {
  if (ids.length === 0) return [];
  const domain = [
    ['id', 'in', ids],
    ['parent', 'child_of', [place]],
  ];
  return (await errand.read(LOCATION, Location, domain)).map(({ id }) => id);
}

/**
 * What it means that returned goods were put into these locations: what the settings name, else a place for waste is
 * `scrap`, the storage `restock`, and anything else `quarantine`, because nothing is sold from there.
 */
export async function dispositionsAt(
  errand: Errand,
  directory: Directory,
  places: Places,
  storage: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Disposition>> {
  const meaning = new Map<number, Disposition>();
  const rest = () => [...new Set(ids)].filter((id) => !meaning.has(id));
  for (const kind of KINDS) {
    const name = places[kind];
    if (name === undefined) continue;
    for (const id of await within(errand, rest(), await directory.location(errand, name))) meaning.set(id, kind);
  }
  for (const { id, type } of await errand.read(LOCATION, Typed, [['id', 'in', rest()]]))
    if (type === 'lost_found') meaning.set(id, 'scrap');
  for (const id of await within(errand, rest(), storage)) meaning.set(id, 'restock');
  for (const id of rest()) meaning.set(id, 'quarantine');
  return meaning;
}

/** A place of a warehouse that holds stock; `inside`: its quantities are the storage zone's too. Null: it holds none. */
export async function stockedPlace(
  errand: Errand,
  directory: Directory,
  name: string | undefined,
  zone: { readonly warehouse: number; readonly storage: number },
): Promise<{ readonly id: number; readonly inside: boolean } | null> {
  if (name === undefined) return null;
  const id = await directory.location(errand, name);
  const [location] = await errand.read(LOCATION, Typed, [['id', '=', id]]);
  if (location?.type !== 'storage' || (await within(errand, [id], zone.warehouse)).length === 0) return null;
  return { id, inside: (await within(errand, [id], zone.storage)).length > 0 };
}
