import { nextChange, type Page, pageSince } from '../changes.ts';
import { notFound } from '../refusal.ts';
import type { Store } from '../store.ts';
import { freeOf, type Position, type Quantities, sumOf } from './quantities.ts';

/** An item as the API shows it: all nodes together, then each. */
export interface ShownItem extends Quantities {
  readonly sku: string;
  readonly name: string;
  /** What can still be promised, never below 0. */
  readonly available: number;
  readonly nodes: readonly Position[];
}

/** An item as the configuration gives it; `on_hand` a number: all of it at the first node. */
export interface SeededItem {
  readonly sku: string;
  readonly name: string;
  readonly on_hand: number | Readonly<Record<string, number>>;
}

interface ItemRow {
  readonly sku: string;
  readonly name: string;
  readonly change: number;
}

/** A system's items and what lies where. Methods that change something are to be called inside a transaction. */
export class Stock {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds nodes and items that aren't there; those that are keep their stock. */
  seed(nodes: readonly string[], items: readonly SeededItem[]): void {
    for (const node of nodes) this.#store.run('INSERT OR IGNORE INTO node (name) VALUES (?)', node);
    for (const { sku, name, on_hand } of items) {
      if (this.knows(sku)) continue;
      const byNode = typeof on_hand === 'number' ? { [nodes[0] ?? '']: on_hand } : on_hand;
      for (const [node, units] of Object.entries(byNode)) this.count(sku, node, units, name);
    }
  }

  knows(sku: string): boolean {
    return this.#store.row('SELECT 1 FROM item WHERE sku = ?', sku) !== undefined;
  }

  /** Throws 404. */
  item(sku: string): ShownItem {
    const row = this.#store.row<ItemRow>('SELECT * FROM item WHERE sku = ?', sku);
    if (row === undefined) throw notFound(`item ${sku}`);
    return this.#shown(row);
  }

  /** The items whose SKU comes after this one, by SKU. */
  page(afterSku: string, limit: number): ShownItem[] {
    const rows = this.#store.rows<ItemRow>('SELECT * FROM item WHERE sku > ? ORDER BY sku LIMIT ?', afterSku, limit);
    return rows.map((row) => this.#shown(row));
  }

  /** Items whose stock changed after the cursor, in the order of their latest change; in their present state. */
  changedSince(cursor: string, limit: number): Page & { items: ShownItem[] } {
    const { rows, ...page } = pageSince<ItemRow>(this.#store, 'item', cursor, limit);
    return { items: rows.map((row) => this.#shown(row)), ...page };
  }

  /** The number of the latest change; 0 where there is no item. */
  get lastChange(): number {
    return this.#store.row<{ last: number | null }>('SELECT MAX(change) AS last FROM item')?.last ?? 0;
  }

  /** What lies where, in the order in which the nodes were named. */
  positions(sku: string): Position[] {
    return this.#store.rows<Position>(
      `SELECT p.node, p.on_hand, p.allocated, p.in_transit, p.damaged, p.quarantined
       FROM position p JOIN node n ON n.name = p.node WHERE p.sku = ? ORDER BY n.rowid`,
      sku,
    );
  }

  /** Sets the counted stock at a node, and adds the item where it is new. */
  count(sku: string, node: string, onHand: number, name?: string): void {
    this.#touch(sku, name);
    this.#store.run(
      `INSERT INTO position (sku, node, on_hand) VALUES (?, ?, ?)
       ON CONFLICT (sku, node) DO UPDATE SET on_hand = excluded.on_hand`,
      sku,
      node,
      onHand,
    );
  }

  /** Adds these differences to what lies at a node; `kind` is what the movement is kept as. */
  move(sku: string, node: string, kind: string, by: Partial<Quantities>): void {
    const values = [by.on_hand ?? 0, by.allocated ?? 0, by.in_transit ?? 0, by.damaged ?? 0, by.quarantined ?? 0];
    this.#touch(sku);
    this.#store.run(
      `INSERT INTO position (sku, node, on_hand, allocated, in_transit, damaged, quarantined) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (sku, node) DO UPDATE SET on_hand = on_hand + excluded.on_hand, allocated = allocated + excluded.allocated,
         in_transit = in_transit + excluded.in_transit, damaged = damaged + excluded.damaged,
         quarantined = quarantined + excluded.quarantined`,
      sku,
      node,
      ...values,
    );
    this.#store.run(
      `INSERT INTO movement (sku, node, kind, on_hand, allocated, in_transit, damaged, quarantined, at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      sku,
      node,
      kind,
      ...values,
      Date.now(),
    );
  }

  /** Its stock is to be told again, under a new name where one is given. */
  #touch(sku: string, name?: string): void {
    this.#store.run(
      'INSERT INTO item (sku, name, change) VALUES (?, ?, ?) ON CONFLICT (sku) DO UPDATE SET name = COALESCE(?, name), change = excluded.change',
      sku,
      name ?? sku,
      nextChange(this.#store),
      name ?? null,
    );
  }

  /** Takes a node and all that lies there off the books. */
  forgetNode(node: string): void {
    for (const { sku } of this.#store.rows<{ sku: string }>('SELECT sku FROM position WHERE node = ?', node))
      this.#touch(sku);
    this.#store.run('DELETE FROM position WHERE node = ?', node);
    this.#store.run('DELETE FROM node WHERE name = ?', node);
  }

  #shown({ sku, name }: ItemRow): ShownItem {
    const nodes = this.positions(sku);
    const sum = sumOf(nodes);
    return { sku, name, ...sum, available: Math.max(0, freeOf(sum)), nodes };
  }
}
