import type * as z from 'zod';
import type { PickRule } from '../configuration.ts';
import type { Store } from '../store.ts';

type Rule = z.infer<typeof PickRule>;
export type StoredRule = {
  readonly id: number;
  readonly sku: string;
  readonly pick: number;
  readonly rest_after_ms: number | null;
  readonly short: 0 | 1;
};

/** Which lines can only be picked in part at first. Kept in the store: a restart forgets none. */
export class PickRules {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds the configuration's rules, unless they are there from an earlier start. */
  seed(rules: readonly Rule[]): void {
    for (const rule of rules) {
      const { sku, external_id, pick, rest_after_ms, short } = rule;
      const known = this.#store.row(
        'SELECT 1 FROM pick_rule WHERE sku = ? AND external_id IS ? AND pick = ? AND rest_after_ms IS ? AND short = ?',
        sku,
        external_id ?? null,
        pick,
        rest_after_ms,
        Number(short),
      );
      if (known === undefined) this.add(rule);
    }
  }

  add({ sku, external_id, pick, rest_after_ms, short }: Rule): object {
    const sql = 'INSERT INTO pick_rule (sku, external_id, pick, rest_after_ms, short) VALUES (?, ?, ?, ?, ?)';
    const id = this.#store.run(sql, sku, external_id ?? null, pick, rest_after_ms, Number(short));
    return { id, sku, ...(external_id === undefined ? {} : { external_id }), pick, rest_after_ms, short };
  }

  list(): object[] {
    return this.#store
      .rows<StoredRule & { external_id: string | null }>('SELECT * FROM pick_rule ORDER BY id')
      .map(({ external_id, short, ...rule }) => {
        const shown = { ...rule, short: short === 1 };
        return external_id === null ? shown : { ...shown, external_id };
      });
  }

  /** Takes one rule off, or all, and lets what waited for it go on. Answers whether there was one. */
  remove(id?: number): boolean {
    return this.#store.transaction(() => {
      const before = this.list().length;
      this.#store.run('DELETE FROM pick_rule WHERE id = COALESCE(?, id)', id ?? null);
      this.#store.run(
        "UPDATE warehouse_release SET due_at_ms = ? WHERE wave = 'to_pick' AND status = 'partially_shipped' OR (status = 'received' AND due_at_ms IS NULL)",
        Date.now(),
      );
      return this.list().length < before;
    });
  }

  /** The rule for a line: one for its release before one for its SKU alone. */
  for(sku: string, externalId: string): StoredRule | undefined {
    return this.#store.row<StoredRule>(
      'SELECT id, sku, pick, rest_after_ms, short FROM pick_rule WHERE sku = ? AND (external_id = ? OR external_id IS NULL) ORDER BY external_id IS NULL, id LIMIT 1',
      sku,
      externalId,
    );
  }
}
