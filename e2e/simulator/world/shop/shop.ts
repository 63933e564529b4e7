import type { Command, ExchangeRequest, ExchangeResponse, OrderSnapshot } from '@causeway/contracts';
import { aRefund } from '../../../../worker/src/flows/order/rehearsal/snapshot.ts';
import type { EffectWeather } from './answers.ts';
import {
  isOwn,
  newDatabase,
  newRow,
  type OutboxRow,
  type Payment,
  type ShopDatabase,
  type SubjectRow,
} from './database.ts';
import { answerExchange } from './exchange.ts';
import { leftToRefund } from './pay-back.ts';
import { reduced } from './products.ts';
import { uuid } from './wire.ts';

/** A look whose request died is filled by an exchange after this. */
export const UNFILLED_MS = 60_000;

/** PHP was killed in the middle of a request: what it had written stays, nothing is answered. */
export class PhpDied extends Error {}

/** A shop with the plugin, as docs/protocol.md says it behaves; one request at a time. */
export class Shop {
  readonly code: string;
  readonly id: string;
  readonly goLiveAt: number;
  db: ShopDatabase = newDatabase();
  /** At its address stands a copy of it, until then. */
  copyUntil = 0;
  /** When a person last said that it goes on from a backup, epoch ms. */
  wentOnAt = Number.NEGATIVE_INFINITY;
  /** What people said in the panel, in the end; no backup takes that back. */
  readonly said: { readonly key: string; readonly command: Command['command']; readonly at: number }[] = [];
  /** The gateway's own book. */
  readonly payments: Payment[] = [];
  /** Keys of subjects that changed since the promises were last checked. */
  readonly touched = new Set<string>();
  /** When a lease was last granted to another engine than before (epoch ms). */
  takenAt = 0;
  /** Told of every lease that it grants, and until when it lasts (epoch ms). */
  granted: (engine: string, until: number) => void = () => undefined;
  /** The shop's clock (epoch ms). */
  readonly now: () => number;
  #events = 0;

  constructor(code: string, nr: number, goLiveAt: number, now: () => number) {
    this.code = code;
    this.id = uuid(nr, 0);
    this.goLiveAt = goLiveAt;
    this.now = now;
  }

  get identity() {
    return { id: this.id, incarnation: 1, home_hash: '0'.repeat(64), environment: 'production' };
  }

  /** A new order. `lateBy`: how long its look waits to be filled, where the checkout's PHP was killed (ms). */
  place(order: (id: number) => OrderSnapshot, lateBy: number, spoilt: boolean): string {
    const { db } = this;
    const id = db.nextOrder++;
    const key = `order/${id}`;
    const traceId = (id * 7919 + this.nextEvent()).toString(16).padStart(32, 'a');
    db.subjects.set(key, { ...newRow(key, this.now(), traceId, db.incarnation), order: order(id), spoilt });
    this.change(key, {}, lateBy);
    return key;
  }

  /** A person, a gateway or a plugin changes an order. */
  change(key: string, changes: Partial<OrderSnapshot>, lateBy = 0): void {
    const row = this.db.subjects.get(key);
    if (row === undefined || row.order === null || row.deleted) return;
    row.order = reduced({ ...row.order, ...changes }, this.db.products);
    if (changes.status !== undefined) row.writtenStatus = changes.status;
    this.#newRevision(row, lateBy);
  }

  /** Another address: what the ERP took is no longer what the shop wants. */
  edit(key: string): void {
    const order = this.db.subjects.get(key)?.order;
    if (!order) return;
    this.change(key, { shipping: { ...order.shipping, address_1: `${order.shipping.address_1} II` } });
  }

  /** One unit more of the first line, and nothing else: also the totals stay as they are. */
  editQuantity(key: string): void {
    const order = this.db.subjects.get(key)?.order;
    const [first, ...others] = order?.items ?? [];
    if (!order || first === undefined) return;
    this.change(key, { items: [{ ...first, quantity: String(Number(first.quantity) + 1) }, ...others] });
  }

  /** Somebody pays back in WooCommerce itself: an amount, or (`units`) for one unit of the first line; never more than is left. */
  refund(key: string, units = false): void {
    const order = this.db.subjects.get(key)?.order;
    const [item] = order?.items ?? [];
    if (!order || item === undefined) return;
    const share = { total: '18.00', total_tax: '3.42' };
    const lines = units ? [{ item_id: item.id, quantity: '1', ...share }] : [];
    const refund = { ...aRefund(this.db.nextRefund++, units ? '21.42' : '10.00'), lines };
    if (Number(refund.amount) > leftToRefund(order)) return;
    this.change(key, { refunds: [...order.refunds, refund] });
  }

  deleteRefund(key: string): void {
    const order = this.db.subjects.get(key)?.order;
    const own = new Set([...this.db.intents.values()].map((made) => made?.id));
    const last = order?.refunds.findLast(({ id }) => !own.has(id));
    if (!order || last === undefined) return;
    this.change(key, { refunds: order.refunds.filter((refund) => refund !== last) });
  }

  /** Staff or the customer asks for one unit of every line that left to go back; nothing left, no return. */
  askReturn(key: string, origin: 'staff' | 'customer'): void {
    const row = this.db.subjects.get(key);
    const left = new Set(row?.parcels.flatMap(({ lines }) => lines.map(({ item_id }) => item_id)));
    if (!row?.order || row.deleted || left.size === 0) return;
    const id = this.db.nextReturn++;
    const request = {
      deleted: false as const,
      id,
      origin,
      status: 'requested' as const,
      created_at: new Date(this.now()).toISOString(),
      reason: 'does not fit',
      exchange: false,
      lines: [...left].map((item_id) => ({ item_id, quantity: '1' })),
    };
    const returned = { ...newRow(`return/${id}`, this.now(), row.traceId, this.db.incarnation) };
    returned.returned = { order: key, request };
    this.db.subjects.set(returned.key, returned);
    this.#newRevision(returned, 0);
  }

  withdrawReturn(key: string): void {
    const row = this.db.subjects.get(key);
    if (!row?.returned || row.returned.request.status === 'withdrawn') return;
    row.returned = { ...row.returned, request: { ...row.returned.request, status: 'withdrawn' } };
    this.#newRevision(row, 0);
  }

  delete(key: string): void {
    const row = this.db.subjects.get(key);
    if (row === undefined || row.order === null) return;
    row.deleted = true;
    this.#newRevision(row, 0);
  }

  mend(key: string): void {
    const row = this.db.subjects.get(key);
    if (row === undefined || !row.spoilt) return;
    row.spoilt = false;
    this.#newRevision(row, 0);
  }

  /** A look at an order that did not change. */
  tellAgain(key: string): void {
    this.#mark(key, 0);
  }

  command(key: string, command: Command): void {
    this.said.push({ key, command: command.command, at: this.now() });
    this.#push(key, command, 0);
  }

  #newRevision(row: SubjectRow, lateBy: number): void {
    row.rev += 1;
    row.foreignRev = row.rev;
    this.#mark(row.key, lateBy);
  }

  /** At most one unserved look a subject. */
  #mark(key: string, lateBy: number): void {
    this.touched.add(key);
    if (this.db.rows.some((row) => row.subject === key && row.command === null && !row.served)) return;
    this.#push(key, null, lateBy);
  }

  #push(subject: string, command: Command | null, lateBy: number): void {
    const row: OutboxRow = {
      row: this.db.nextRow++,
      subject,
      event: uuid(1, this.nextEvent()),
      command,
      filledAt: this.now() + lateBy,
      served: false,
      servedAs: [],
    };
    this.db.rows.push(row);
  }

  /** Numbers of looks and commands rise, also past a restore. */
  nextEvent(): number {
    this.#events += 1;
    return this.#events;
  }

  backup(): ShopDatabase {
    return structuredClone(this.db);
  }

  restore(backup: ShopDatabase): void {
    this.db = structuredClone(backup);
    for (const payment of this.payments) payment.lost ||= !this.db.intents.has(payment.intent);
    for (const key of this.db.subjects.keys()) this.touched.add(key);
  }

  /** "Go on with this shop as it is now": all of it is news, in a new incarnation. */
  goOn(): void {
    const { db } = this;
    if (db.rewoundAt === null) return;
    db.incarnation += 1;
    db.ackNumber = db.rewoundFrom + 1;
    db.rewoundAt = null;
    this.wentOnAt = this.now();
    for (const row of db.subjects.values()) {
      row.incarnation = db.incarnation;
      if (isOwn(row)) this.#mark(row.key, 0);
    }
  }

  /** Answers an exchange. Throws `ShopRefusal` (nothing was touched), or `PhpDied`. */
  exchange(request: ExchangeRequest, weather: EffectWeather): ExchangeResponse {
    return answerExchange(this, request, weather);
  }
}
