import type { WmsConfiguration } from '../configuration.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store.ts';
import type { PickRules } from './pick-rules.ts';
import type { ReleaseRequest } from './release-request.ts';
import type { ReleaseLineRow, ReleaseRow, Releases } from './releases.ts';
import { zonedInstant } from './zoned-instant.ts';

const RELEASES_PER_TURN = 50;

export interface Pace {
  readonly pick_after_ms: number;
  readonly pack_after_ms: number;
  readonly ship_after_ms: number;
  readonly deliver_after_ms: number | null;
}

/** The warehouse's own work: picks, packs and ships in waves, each step one commit with its webhook. */
export class Picking {
  readonly #store: Store;
  readonly #releases: Releases;
  readonly #stock: Stock;
  readonly #rules: PickRules;
  readonly #configuration: WmsConfiguration;
  readonly #pace: () => Pace;

  constructor(
    store: Store,
    releases: Releases,
    stock: Stock,
    rules: PickRules,
    configuration: WmsConfiguration,
    pace: () => Pace,
  ) {
    this.#store = store;
    this.#stock = stock;
    this.#releases = releases;
    this.#rules = rules;
    this.#configuration = configuration;
    this.#pace = pace;
  }

  work(nowMs: number): void {
    const due = this.#store.rows<ReleaseRow>(
      `SELECT * FROM warehouse_release WHERE due_at_ms IS NOT NULL AND due_at_ms <= ?
       AND node IN (SELECT name FROM node WHERE online = 1) ORDER BY due_at_ms, seq LIMIT ?`,
      nowMs,
      RELEASES_PER_TURN,
    );
    if (due.length === 0) return;
    this.#store.transaction(() => {
      for (const release of due) {
        if (release.wave === 'to_pick') this.#pick(release, nowMs);
        else if (release.wave === 'to_pack') this.#pack(release, nowMs);
        else this.#ship(release, nowMs);
      }
    });
  }

  #pick(release: ReleaseRow, nowMs: number): void {
    const { seq } = release;
    const startedAtMs = release.first_pick_at_ms ?? nowMs;
    if (release.first_pick_at_ms === null)
      this.#store.run('UPDATE warehouse_release SET first_pick_at_ms = ? WHERE seq = ?', nowMs, seq);
    const lines: { line_id: string; sku: string; quantity: number }[] = [];
    for (const line of this.#releases.linesOf(seq)) {
      this.#noteShort(release, line);
      const quantity = this.#pickable(line, release.external_id, startedAtMs, nowMs) - line.picked;
      if (quantity <= 0) continue;
      this.#store.run(
        'UPDATE release_line SET picked = picked + ? WHERE release_seq = ? AND line_id = ?',
        quantity,
        seq,
        line.line_id,
      );
      lines.push({ line_id: line.line_id, sku: line.sku, quantity });
    }
    if (lines.length === 0 && this.#isDone(seq)) {
      this.#releases.tell('release.picked', this.#releases.change(seq, 'shipped', 'to_pick', null), { lines });
      return;
    }
    if (lines.length === 0) {
      const restAtMs = this.#restAtMs(seq, release.external_id, startedAtMs);
      this.#store.run('UPDATE warehouse_release SET due_at_ms = ? WHERE seq = ?', restAtMs, seq);
      return;
    }
    const status = release.status === 'received' ? 'picked' : release.status;
    const picked = this.#releases.change(seq, status, 'to_pack', nowMs + this.#pace().pack_after_ms);
    this.#releases.tell('release.picked', picked, { lines });
  }

  #pack(release: ReleaseRow, nowMs: number): void {
    const status = release.status === 'picked' ? 'packed' : release.status;
    const packed = this.#releases.change(release.seq, status, 'to_ship', nowMs + this.#pace().ship_after_ms);
    this.#releases.tell('release.packed', packed, { lines: this.#inHand(release.seq) });
  }

  #ship(release: ReleaseRow, nowMs: number): void {
    const { seq } = release;
    const lines = this.#inHand(seq);
    const shipment = this.#parcel(release, lines, nowMs);
    const { deliver_after_ms } = this.#pace();
    this.#store.run(
      'INSERT INTO parcel (id, release_seq, body, deliver_at_ms) VALUES (?, ?, ?, ?)',
      shipment.id,
      seq,
      JSON.stringify(shipment),
      deliver_after_ms === null ? null : nowMs + deliver_after_ms,
    );
    this.#store.run('UPDATE release_line SET shipped = picked WHERE release_seq = ?', seq);
    for (const { sku, quantity } of lines)
      this.#stock.move(sku, release.node, 'shipment', { on_hand: -quantity, allocated: -quantity });
    const complete = this.#isDone(seq);
    const restAtMs = this.#restAtMs(seq, release.external_id, release.first_pick_at_ms ?? nowMs);
    const shipped = complete
      ? this.#releases.change(seq, 'shipped', 'to_pick', null)
      : this.#releases.change(seq, 'partially_shipped', 'to_pick', restAtMs);
    this.#releases.tell('release.shipped', shipped, { shipment, complete });
  }

  /** What a rule says isn't there is missing once a line is first looked for: the stock was less than the books said. */
  #noteShort(release: ReleaseRow, line: ReleaseLineRow): void {
    const rule = this.#rules.for(line.sku, release.external_id);
    const missing = line.quantity - Math.max(rule?.pick ?? line.quantity, line.picked);
    if (rule?.short !== 1 || line.short > 0 || missing <= 0) return;
    this.#store.run(
      'UPDATE release_line SET short = ? WHERE release_seq = ? AND line_id = ?',
      missing,
      release.seq,
      line.line_id,
    );
    this.#stock.move(line.sku, release.node, 'pick_short', { on_hand: -missing, allocated: -missing });
  }

  #isDone(seq: number): boolean {
    return this.#releases.linesOf(seq).every(({ quantity, shipped, short }) => shipped + short === quantity);
  }

  /** Parcels that are due at the customer's door. */
  deliver(nowMs: number): void {
    const due = this.#store.rows<{ id: string; release_seq: number; body: string }>(
      'SELECT * FROM parcel WHERE deliver_at_ms IS NOT NULL AND deliver_at_ms <= ? ORDER BY deliver_at_ms LIMIT ?',
      nowMs,
      RELEASES_PER_TURN,
    );
    if (due.length === 0) return;
    const delivered_at = zonedInstant(nowMs, this.#configuration.utc_offset);
    this.#store.transaction(() => {
      for (const { id, release_seq, body } of due) {
        const shipment = { ...JSON.parse(body), delivered_at };
        this.#store.run('UPDATE parcel SET body = ?, deliver_at_ms = NULL WHERE id = ?', JSON.stringify(shipment), id);
        const { status, wave, due_at_ms } = this.#releases.bySeq(release_seq);
        this.#releases.tell('release.delivered', this.#releases.change(release_seq, status, wave, due_at_ms), {
          shipment,
        });
      }
    });
  }

  /** Lines picked and not yet shipped. */
  #inHand(seq: number): { line_id: string; sku: string; quantity: number }[] {
    const lines = this.#releases.linesOf(seq).filter(({ picked, shipped }) => picked > shipped);
    return lines.map(({ line_id, sku, picked, shipped }) => ({ line_id, sku, quantity: picked - shipped }));
  }

  #parcel(release: ReleaseRow, lines: object[], nowMs: number) {
    const { shipping_method } = JSON.parse(release.body) as ReleaseRequest;
    const method = this.#configuration.shipping_methods[shipping_method];
    const nth =
      (this.#store.row<{ n: number }>('SELECT COUNT(*) AS n FROM parcel WHERE release_seq = ?', release.seq)?.n ?? 0) +
      1;
    const tracking_number = `${method?.prefix ?? 'XX'}${String(release.seq).padStart(10, '0')}${nth}`;
    return {
      id: `${release.id}-${nth}`,
      carrier: method?.carrier ?? 'UNKNOWN',
      carrier_name: method?.carrier_name ?? 'Unknown carrier',
      service: shipping_method,
      tracking_number,
      tracking_url: method?.tracking_url.replace('{number}', tracking_number) ?? '',
      shipped_at: zonedInstant(nowMs, this.#configuration.utc_offset),
      lines,
    };
  }

  /** How many units of a line may be picked by now, those already picked included. */
  #pickable(line: ReleaseLineRow, externalId: string, startedAtMs: number, nowMs: number): number {
    const { sku } = line;
    const quantity = line.quantity - line.short;
    const rule = this.#rules.for(sku, externalId);
    if (rule === undefined) return quantity;
    const over = rule.rest_after_ms !== null && nowMs >= startedAtMs + rule.rest_after_ms;
    return over ? quantity : Math.min(quantity, rule.pick);
  }

  /** When the next held-back line may be picked; null: when a rule is deleted; the past: at once. */
  #restAtMs(seq: number, externalId: string, startedAtMs: number): number | null {
    let earliest: number | null = null;
    for (const { sku, quantity, picked, short } of this.#releases.linesOf(seq)) {
      if (picked + short === quantity) continue;
      const rule = this.#rules.for(sku, externalId);
      if (rule?.rest_after_ms === null) continue;
      const at = startedAtMs + (rule?.rest_after_ms ?? 0);
      earliest = earliest === null ? at : Math.min(earliest, at);
    }
    return earliest;
  }
}
