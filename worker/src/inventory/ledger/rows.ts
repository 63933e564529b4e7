import { HeldStock, type InventoryPosition } from '@causeway/contracts';
import { type PositionRow, toPosition } from './position-row.ts';
import type { Statements } from './statements.ts';

/** How far a source was read. `heardAt`: when it last answered (epoch ms). */
export interface SourceRow {
  readonly cursor: string | null;
  readonly upTo: string | null;
  readonly heardAt: number | null;
  readonly held: HeldStock | null;
}

export const COLUMNS = 'sku, node, on_hand, allocated, in_transit, damaged, quarantined, pending_returns, as_of';
const NEVER: SourceRow = { cursor: null, upTo: null, heardAt: null, held: null };

export function sourceRow(file: Statements, name: string): SourceRow {
  const row = file.all('SELECT * FROM source WHERE name = ?', name)[0] as
    | { cursor: string | null; up_to: string | null; heard_ms: number | null; held: string | null }
    | undefined;
  if (row === undefined) return NEVER;
  const held = row.held === null ? null : HeldStock.parse(JSON.parse(row.held));
  return { cursor: row.cursor, upTo: row.up_to, heardAt: row.heard_ms, held };
}

export function positionsAt(file: Statements, source: string, sku: string): InventoryPosition[] {
  const rows = file.all(`SELECT ${COLUMNS} FROM position WHERE source = ? AND sku = ?`, source, sku);
  return (rows as unknown as PositionRow[]).map(toPosition);
}

export function skusOf(file: Statements, source: string): string[] {
  return file.all('SELECT DISTINCT sku FROM position WHERE source = ?', source).map(({ sku }) => String(sku));
}

/** The places that a source says can't send now. */
export function offlinePlaces(file: Statements, source: string): ReadonlySet<string> {
  const rows = file.all('SELECT node FROM place WHERE source = ? AND online = 0 ORDER BY node', source);
  return new Set(rows.map(({ node }) => String(node)));
}
