import { InventoryPage, InventoryPosition, type Json } from '@causeway/contracts';
import * as z from 'zod';
import { inPortions } from './portions.ts';

/** All that a source told in one reading. `upTo`: all that changed up to it is in; null: it doesn't say. */
export interface Telling {
  /** It names every position there is: what it leaves out is gone. */
  readonly complete: boolean;
  /** When it was begun, in the source's own time; null: it doesn't say. */
  readonly begunAt: string | null;
  readonly upTo: string | null;
  readonly positions: readonly InventoryPosition[];
  readonly nodes: readonly { readonly node: string; readonly online: boolean }[] | null;
  readonly cursor: string;
  /** Lines that can't be read, in words, each once. */
  readonly faults: readonly string[];
}

/** Asks a source for a page; null: it has nothing new, and was not heard. Throws `SystemFailure`. */
export type ReadPage = (cursor: string | null, signal: AbortSignal) => Promise<Json>;

const Page = InventoryPage.extend({ positions: z.array(z.unknown()) });
const FAULTS_MAX = 20;

/** Reads all pages after `cursor`; null: nothing new. Rejects with what the source throws, or where a page is none. */
export async function readTelling(read: ReadPage, cursor: string | null, signal: AbortSignal): Promise<Telling | null> {
  const newest = new Map<string, InventoryPosition>();
  const faults = new Set<string>();
  let [from, begunAt, upTo]: (string | null)[] = [cursor, null, null];
  for (let first = true; ; first = false) {
    signal.throwIfAborted();
    const said = await read(from ?? null, signal);
    if (said === null) return null;
    const page = Page.parse(said);
    for await (const lines of inPortions(page.positions, signal)) for (const line of lines) take(line, newest, faults);
    if (first) begunAt = page.asOf ?? null;
    upTo = page.asOf ?? null;
    const ended = !page.more || page.cursor === from;
    from = page.cursor;
    if (!ended) continue;
    return {
      complete: cursor === null || page.complete === true,
      begunAt: begunAt ?? null,
      upTo: upTo ?? null,
      positions: [...newest.values()],
      nodes: page.nodes ?? null,
      cursor: page.cursor,
      faults: [...faults],
    };
  }
}

/** A bad line is a fault of its own; the rest goes through. */
function take(line: unknown, newest: Map<string, InventoryPosition>, faults: Set<string>): void {
  const read = InventoryPosition.safeParse(line);
  if (read.success) {
    const key = `${read.data.node}\n${read.data.sku}`;
    const before = newest.get(key);
    // A page that comes twice, or late, says nothing newer.
    if (before === undefined || Date.parse(read.data.asOf) >= Date.parse(before.asOf)) newest.set(key, read.data);
    return;
  }
  if (faults.size >= FAULTS_MAX) return;
  const { sku, node } = z
    .object({ sku: z.string().catch('?'), node: z.string().catch('?') })
    .catch({ sku: '?', node: '?' })
    .parse(line);
  faults.add(
    `${sku.slice(0, 60)} at ${node.slice(0, 40)}: ${read.error.issues[0]?.path.join('.') ?? 'the line'} can't be read`,
  );
}
