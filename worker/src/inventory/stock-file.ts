import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@causeway/contracts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { ReadPage } from './telling.ts';

/** A column's name → the field of a position. Columns of other names are passed over. */
const FIELDS: Readonly<Record<string, string>> = {
  sku: 'sku',
  node: 'node',
  on_hand: 'onHand',
  allocated: 'allocated',
  in_transit: 'inTransit',
  damaged: 'damaged',
  quarantined: 'quarantined',
  pending_returns: 'pendingReturns',
  as_of: 'asOf',
};
const NEEDED = ['sku', 'on_hand'];

/**
 * A source that is a folder: its newest `*.csv` is a complete snapshot. The first line names the columns, at least `sku` and
 * `on_hand`; no field is quoted. Without a column `as_of` a line is as of the file's time, without `node` at `*`. Answers null where there is
 * no other file than the cursor's. Throws `SystemFailure` where the folder or the head of the file can't be read.
 */
export function stockFolder(folder: string): ReadPage {
  return async (cursor) => {
    const newest = await newestIn(folder);
    if (newest === null) return null;
    const mark = `${newest.name}@${newest.writtenAt.getTime()}`;
    if (mark === cursor) return null;
    const text = await readFile(join(folder, newest.name), 'utf8').catch(unreadable);
    const asOf = newest.writtenAt.toISOString();
    return { positions: positionsIn(text, newest.name, asOf), asOf, complete: true, cursor: mark, more: false };
  };
}

/** Every line as an object, whether it is a position or not: the reader tells which can't be read. */
function positionsIn(text: string, name: string, asOf: string): Json[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = head.includes(';') ? ';' : ',';
  const columns = head.split(separator).map((column) => column.trim().toLowerCase());
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new SystemFailure('parse', 'before_send', `${name} has no column ${missing.join(', ')} in its first line`);
  return lines.map((line) => {
    const cells = line.split(separator).map((cell) => cell.trim());
    const told: Record<string, Json> = {
      node: '*',
      allocated: null,
      inTransit: null,
      damaged: null,
      quarantined: null,
      asOf,
    };
    for (const [nth, column] of columns.entries()) {
      const [field, cell] = [FIELDS[column], cells[nth] ?? ''];
      if (field !== undefined && cell !== '') told[field] = cell;
    }
    // A line with another number of cells is none: its quantities may be another's.
    return cells.length === columns.length ? told : { ...told, onHand: null };
  });
}

/** By the time it was written; of two, the later name. Null: none. */
async function newestIn(folder: string): Promise<{ readonly name: string; readonly writtenAt: Date } | null> {
  const names = (await readdir(folder).catch(unreadable)).filter((name) => name.endsWith('.csv')).toSorted();
  let newest: { name: string; writtenAt: Date } | null = null;
  for (const name of names) {
    const { mtime } = await stat(join(folder, name)).catch(unreadable);
    if (newest === null || mtime >= newest.writtenAt) newest = { name, writtenAt: mtime };
  }
  return newest;
}

function unreadable(error: unknown): never {
  throw new SystemFailure(
    'connection',
    'before_send',
    `the stock folder can't be read: ${(error as NodeJS.ErrnoException).code}`,
  );
}
