import { notFound, Refusal } from '../refusal.ts';
import type { Store } from '../store.ts';

export interface Node {
  readonly node: string;
  readonly online: boolean;
}

/** The places where a system's goods lie. */
export class Nodes {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order in which they were named. */
  list(): Node[] {
    const rows = this.#store.rows<{ name: string; online: number }>('SELECT name, online FROM node ORDER BY rowid');
    return rows.map(({ name, online }) => ({ node: name, online: online === 1 }));
  }

  /** Throws 422 `unknown_node` for a name that isn't there; without one it is the first. */
  named(name: string | undefined): string {
    const nodes = this.list();
    const found = name === undefined ? nodes[0] : nodes.find(({ node }) => node === name);
    if (found === undefined) throw new Refusal(422, 'unknown_node', `unknown node: ${name}`, { node: name ?? '' });
    return found.node;
  }

  /** Adds it where it is new. */
  put(name: string, online: boolean): void {
    const sql =
      'INSERT INTO node (name, online) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET online = excluded.online';
    this.#store.run(sql, name, online ? 1 : 0);
  }

  /** Throws 404. */
  refuseUnknown(name: string): void {
    if (!this.list().some(({ node }) => node === name)) throw notFound(`node ${name}`);
  }
}
