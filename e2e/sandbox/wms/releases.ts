import { type Amendment, amendedBody } from '../amendment.ts';
import { nextChange, type Page, pageSince } from '../changes.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import type { Places } from './places.ts';
import type { ReleaseRequest } from './release-request.ts';

export interface ReleaseRow {
  readonly seq: number;
  readonly id: string;
  readonly external_id: string;
  readonly erp_number: string;
  /** Where its goods are taken from. */
  readonly node: string;
  readonly status: 'received' | 'picked' | 'packed' | 'partially_shipped' | 'shipped' | 'cancelled';
  readonly wave: 'to_pick' | 'to_pack' | 'to_ship';
  readonly first_pick_at_ms: number | null;
  readonly revision: number;
  readonly body: string;
  readonly created_at_ms: number;
  readonly changed_at_ms: number;
  readonly change: number;
  readonly due_at_ms: number | null;
}

export interface ReleaseLineRow {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly picked: number;
  readonly shipped: number;
  /** Not found, and not to come with this release. */
  readonly short: number;
}

/** Releases: creation, reading, cancellation. Methods that change a release commit before they return. */
export class Releases {
  readonly #store: Store;
  readonly #stock: Stock;
  readonly #places: Places;
  readonly #outgoing: Outgoing;

  constructor(store: Store, stock: Stock, places: Places, outgoing: Outgoing) {
    this.#store = store;
    this.#stock = stock;
    this.#places = places;
    this.#outgoing = outgoing;
  }

  /** Throws 422 `unknown_node`, or 409 `duplicate_external_id` when `refuseDuplicate` and a live release has the external id. */
  create(request: ReleaseRequest, refuseDuplicate: boolean, pickAfterMs: number): object {
    return this.#store.transaction(() => {
      if (refuseDuplicate) this.#refuseDuplicate(request.external_id);
      const now = Date.now();
      const node = request.node === undefined ? this.#places.nodeFor(request.lines) : this.#places.named(request.node);
      const seq = this.#store.run(
        `INSERT INTO warehouse_release (external_id, erp_number, node, status, body, created_at_ms, changed_at_ms, change, due_at_ms)
         VALUES (?, ?, ?, 'received', ?, ?, ?, ?, ?)`,
        request.external_id,
        request.erp_number,
        node,
        JSON.stringify(request),
        now,
        now,
        nextChange(this.#store),
        now + pickAfterMs,
      );
      this.#store.run('UPDATE warehouse_release SET id = ? WHERE seq = ?', `WR-${String(seq).padStart(6, '0')}`, seq);
      for (const { line_id, sku, quantity } of request.lines) {
        this.#store.run(
          'INSERT INTO release_line (release_seq, line_id, sku, quantity) VALUES (?, ?, ?, ?)',
          seq,
          line_id,
          sku,
          quantity,
        );
        this.#stock.move(sku, node, 'release', { allocated: quantity });
      }
      return this.document(this.bySeq(seq));
    });
  }

  bySeq(seq: number): ReleaseRow {
    const row = this.#store.row<ReleaseRow>('SELECT * FROM warehouse_release WHERE seq = ?', seq);
    if (row === undefined) throw notFound(`release ${seq}`);
    return row;
  }

  /** Throws 404. */
  byId(id: string): ReleaseRow {
    const row = this.#store.row<ReleaseRow>('SELECT * FROM warehouse_release WHERE id = ?', id);
    if (row === undefined) throw notFound(`release ${id}`);
    return row;
  }

  byExternalId(externalId: string): object[] {
    const rows = this.#store.rows<ReleaseRow>(
      'SELECT * FROM warehouse_release WHERE external_id = ? ORDER BY seq',
      externalId,
    );
    return rows.map((row) => this.document(row));
  }

  changedSince(cursorText: string, limit: number): Page & { releases: object[] } {
    const { rows, ...page } = pageSince<ReleaseRow>(this.#store, 'warehouse_release', cursorText, limit);
    return { releases: rows.map((row) => this.document(row)), ...page };
  }

  /** The same amendment again changes nothing. Throws 404, or 409 `already_picked` or `already_cancelled`. */
  amend(id: string, amendment: Amendment): object {
    return this.#store.transaction(() => {
      const row = this.byId(id);
      const { seq, status } = row;
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${id} is cancelled`, { status });
      this.#refusePicked(row);
      const body = amendedBody(row.body, amendment);
      if (body === null) return this.document(row);
      this.#store.run('UPDATE warehouse_release SET body = ? WHERE seq = ?', body, seq);
      return this.document(this.change(seq, status, row.wave, row.due_at_ms));
    });
  }

  /** Throws 404, or 409 `already_picked`. */
  cancel(id: string): object {
    return this.#store.transaction(() => {
      const row = this.byId(id);
      const { status, seq } = row;
      if (status === 'cancelled') return this.document(row);
      this.#refusePicked(row);
      const cancelled = this.change(seq, 'cancelled', 'to_pick', null);
      for (const line of this.linesOf(seq)) this.#unpromise(row.node, line);
      this.tell('release.cancelled', cancelled, {});
      return this.document(cancelled);
    });
  }

  /** What is due later is due now. */
  hurry(externalId: string): void {
    const sql = 'UPDATE warehouse_release SET due_at_ms = ? WHERE external_id = ? AND due_at_ms IS NOT NULL';
    this.#store.run(sql, Date.now(), externalId);
  }

  /** Every parcel that left and isn't delivered is due at the customer's door. */
  deliverNow(externalId: string): void {
    const sql = `UPDATE parcel SET deliver_at_ms = ? WHERE json_extract(body, '$.delivered_at') IS NULL AND release_seq IN
      (SELECT seq FROM warehouse_release WHERE external_id = ?)`;
    this.#store.run(sql, Date.now(), externalId);
  }

  linesOf(seq: number): ReleaseLineRow[] {
    return this.#store.rows<ReleaseLineRow>(
      'SELECT line_id, sku, quantity, picked, shipped, short FROM release_line WHERE release_seq = ? ORDER BY rowid',
      seq,
    );
  }

  /** Writes a new state under a new revision and change number. Call inside a transaction. */
  change(seq: number, status: ReleaseRow['status'], wave: ReleaseRow['wave'], dueAtMs: number | null): ReleaseRow {
    this.#store.run(
      'UPDATE warehouse_release SET status = ?, wave = ?, due_at_ms = ?, revision = revision + 1, change = ?, changed_at_ms = ? WHERE seq = ?',
      status,
      wave,
      dueAtMs,
      nextChange(this.#store),
      Date.now(),
      seq,
    );
    return this.bySeq(seq);
  }

  /** Call inside the change's transaction. */
  tell(type: string, row: ReleaseRow, more: object): void {
    const { external_id, id, erp_number, status, revision } = row;
    const { correlation_id } = JSON.parse(row.body) as ReleaseRequest;
    this.#outgoing.tell(type, { external_id, id, erp_number, status, revision, correlation_id, ...more });
  }

  /** The release as the API shows it: what was sent, and what became of it. */
  document(row: ReleaseRow): object {
    const sent = JSON.parse(row.body) as ReleaseRequest;
    const states = new Map(this.linesOf(row.seq).map((line) => [line.line_id, line]));
    const lines = sent.lines.map((line) => {
      const { picked, shipped, short } = states.get(line.line_id) ?? { picked: 0, shipped: 0, short: 0 };
      return { ...line, quantity_picked: picked, quantity_shipped: shipped, quantity_short: short };
    });
    const parcels = this.#store.rows<{ body: string }>(
      'SELECT body FROM parcel WHERE release_seq = ? ORDER BY rowid',
      row.seq,
    );
    return {
      id: row.id,
      status: row.status,
      revision: row.revision,
      created_at: new Date(row.created_at_ms).toISOString(),
      changed_at: new Date(row.changed_at_ms).toISOString(),
      ...sent,
      node: row.node,
      lines,
      shipments: parcels.map(({ body }) => JSON.parse(body) as object),
    };
  }

  /** What nobody has begun to pick is taken from other places, where its own is not to be had. */
  moveFromLost(): void {
    const waiting = this.#store.rows<ReleaseRow>(
      "SELECT * FROM warehouse_release WHERE status = 'received' AND node NOT IN (SELECT name FROM node WHERE online = 1)",
    );
    for (const { seq, node, wave, due_at_ms } of waiting) {
      const lines = this.linesOf(seq);
      const other = this.#places.nodeFor(lines);
      if (other === node) continue;
      for (const line of lines) {
        this.#unpromise(node, line);
        this.#stock.move(line.sku, other, 'release', { allocated: line.quantity });
      }
      this.#store.run('UPDATE warehouse_release SET node = ? WHERE seq = ?', other, seq);
      this.change(seq, 'received', wave, due_at_ms);
    }
  }

  #unpromise(node: string, { sku, quantity, shipped }: ReleaseLineRow): void {
    if (this.#places.has(node)) this.#stock.move(sku, node, 'release', { allocated: shipped - quantity });
  }

  #refusePicked({ id, status }: ReleaseRow): void {
    if (status !== 'received') throw new Refusal(409, 'already_picked', `${id} is ${status}`, { status });
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#store.row<{ id: string }>(
      "SELECT id FROM warehouse_release WHERE external_id = ? AND status <> 'cancelled' ORDER BY seq",
      externalId,
    );
    if (live === undefined) return;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.id}`, { id: live.id });
  }
}
