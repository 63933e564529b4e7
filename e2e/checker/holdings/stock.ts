import type { DatabaseSync } from 'node:sqlite';
import { rows } from './rows.ts';

/** What lies at a node. `on_hand` includes what is allocated, damaged and quarantined. */
export interface Position {
  readonly on_hand: number;
  readonly allocated: number;
  readonly damaged: number;
  readonly quarantined: number;
}

/** SKU → node → what lies there. */
export type Stock = Readonly<Record<string, Readonly<Record<string, Position>>>>;

export function readStock(store: DatabaseSync): Stock {
  const found = rows<Position & { sku: string; node: string }>(
    store,
    'SELECT sku, node, on_hand, allocated, damaged, quarantined FROM position ORDER BY sku, node',
  );
  const bySku = Map.groupBy(found, ({ sku }) => sku);
  return Object.fromEntries(
    [...bySku].map(([sku, places]) => [
      sku,
      Object.fromEntries(places.map(({ sku: _, node, ...position }) => [node, position])),
    ]),
  );
}
