import {
  type Call,
  type CallOutcome,
  type Category,
  DeliveryAmendment,
  type ErpOrder,
  type ErpOrderInFull,
  type FreeStock,
  type Json,
  type Phase,
  SalesOrder,
  Shipment,
  Substitution,
  type WarehouseOrder,
  WarehouseRelease,
} from '@causeway/contracts';
import { releaseNumber } from '../../../policy/release-id.ts';

/** How a system treats one call. */
export type Mood =
  | 'honest'
  /** Nothing was sent. */
  | 'unreachable'
  /** It acted, and the reply was lost. */
  | 'reply_lost'
  /** It will have acted before it settles, and nobody hears of it. */
  | 'acts_late'
  /** It failed without acting, but that can't be told from outside. */
  | 'crashed'
  | 'rate_limited'
  | 'signed_out'
  /** It says "already exists", whether or not it does. */
  | 'claims_duplicate';

/** An ERP and a warehouse without any duplicate detection of their own. */
export class BackOfficeModel {
  readonly orders: ErpOrderInFull[] = [];
  readonly releases: WarehouseOrder[] = [];
  readonly releaseRequests: WarehouseRelease[] = [];
  /** What each document was changed to since it was created. */
  readonly amended = new Map<string, DeliveryAmendment>();
  /** Documents that take no change. */
  readonly unbending = new Set<string>();
  /** Parcels that the ERP was told of. */
  readonly reported = new Map<string, Shipment>();
  /** Writes that are still to be committed. */
  readonly late: (() => void)[] = [];
  /** What the warehouse could send at once, by place; null: it doesn't tell. */
  free: FreeStock[] | null = null;
  /** A line of which its next shipment lacks a unit, which it will not send any more. */
  lacksOf: string | null = null;
  /** Who takes its parcels. */
  carrier = 'PARCELHOUSE';
  /** The total that the ERP books, where it miscounts. */
  miscount = 0;

  liveOrders(): ErpOrder[] {
    return this.orders.filter(({ status }) => status !== 'cancelled');
  }

  liveReleases(): WarehouseOrder[] {
    return this.releases.filter(({ status }) => status !== 'cancelled');
  }

  settle(): void {
    for (const commit of this.late.splice(0)) commit();
  }

  answer(call: Call, mood: Mood = 'honest'): CallOutcome {
    const creates = call.operation.startsWith('create');
    switch (mood) {
      case 'unreachable':
        return failed('connection', 'before_send', 'It can not be reached.');
      case 'rate_limited':
        return failed('rate_limit', 'before_send', 'Too many requests.', 4000);
      case 'signed_out':
        return failed('authentication', 'before_send', 'The token is not known.');
      case 'crashed':
        return failed('connection', 'after_send', 'It answered 500.');
      case 'reply_lost':
        this.#act(call);
        return failed('timeout', 'after_send', 'No answer in time.');
      case 'acts_late':
        this.late.push(() => this.#act(call));
        return failed('unknown_outcome', 'during_send', 'The connection broke.');
      case 'claims_duplicate':
        return creates ? failed('duplicate', 'before_send', 'It already exists.') : this.#act(call);
      case 'honest':
        return this.#act(call);
    }
  }

  #act(call: Call): CallOutcome {
    const request = call.request as Record<string, Json>;
    switch (call.operation) {
      case 'create_order':
        return ok({ order: this.#createOrder(SalesOrder.parse(request.order)) });
      case 'find_orders':
        return ok({ orders: this.orders.filter(({ externalId }) => externalId === request.externalId) });
      case 'amend_order':
        return this.#amend(this.orders, String(request.id), request.amendment);
      case 'report_shipment':
        return this.#report(String(request.id), Shipment.parse(request.shipment));
      case 'substitute_line':
        return this.#substitute(String(request.id), Substitution.parse(request.substitution));
      case 'amend_release':
        return this.#amend(this.releases, String(request.id), request.amendment);
      case 'cancel_order':
        return this.#cancelOrder(String(request.id));
      case 'create_release':
        return ok({ release: this.#createRelease(WarehouseRelease.parse(request.release)) });
      case 'find_releases':
        return ok(this.#findReleases(String(request.externalId), request.free !== undefined));
      case 'cancel_release':
        return this.#cancelRelease(String(request.id));
      default:
        throw new Error(`no such operation: ${call.operation}`);
    }
  }

  #createOrder(order: SalesOrder): ErpOrder {
    const id = `SO-${this.orders.length + 1}`;
    const { externalId, currency, totalMinor } = order;
    const document: ErpOrder = {
      id,
      number: id,
      externalId,
      status: 'open',
      currency,
      totalMinor: totalMinor + this.miscount,
      allocation: 'none',
    };
    this.orders.push(document);
    return document;
  }

  /** The later ones of the order, too. */
  #findReleases(orderId: string, asksForStock: boolean): object {
    const releases = this.releases.filter(({ externalId }) => releaseNumber(orderId, externalId) !== null);
    return { releases, ...(asksForStock && this.free !== null ? { free: this.free } : {}) };
  }

  #createRelease(release: WarehouseRelease): WarehouseOrder {
    const id = `WR-${this.releases.length + 1}`;
    const { externalId, node = 'MAIN' } = release;
    const document: WarehouseOrder = { id, externalId, status: 'received', node, shipments: [] };
    this.releases.push(document);
    this.releaseRequests.push(release);
    return document;
  }

  /** As an ERP and a warehouse do: until goods left, until they are picked. The same twice is once. */
  #amend(documents: readonly (ErpOrder | WarehouseOrder)[], id: string, asked: unknown): CallOutcome {
    const document = documents.find((each) => each.id === id);
    if (document === undefined) return failed('missing_reference', 'before_send', 'No such document.');
    if (this.unbending.has(id) || !['open', 'allocated', 'received'].includes(document.status)) {
      return failed('conflict', 'before_send', `It is ${document.status}.`);
    }
    this.amended.set(id, { ...this.amended.get(id), ...DeliveryAmendment.parse(asked) });
    return ok(documents === this.orders ? { order: document } : { release: document });
  }

  #report(id: string, shipment: Shipment): CallOutcome {
    const order = this.orders.find((each) => each.id === id);
    if (order === undefined) return failed('missing_reference', 'before_send', 'No such order.');
    this.reported.set(shipment.id, shipment);
    return ok({ order });
  }

  #substitute(id: string, substitution: Substitution): CallOutcome {
    const order = this.orders.find((each) => each.id === id);
    if (order === undefined) return failed('missing_reference', 'before_send', 'No such order.');
    if (this.unbending.has(id)) return failed('conflict', 'before_send', `${substitution.sku} can't be promised.`);
    const known = order.substitutions ?? [];
    if (!known.some(({ ref }) => ref === substitution.ref)) order.substitutions = [...known, substitution];
    return ok({ order });
  }

  #cancelOrder(id: string): CallOutcome {
    const order = this.orders.find((each) => each.id === id);
    if (order === undefined) return failed('missing_reference', 'before_send', 'No such order.');
    if (order.status === 'shipped') return failed('conflict', 'before_send', 'Already shipped.');
    order.status = 'cancelled';
    return ok({ order });
  }

  #cancelRelease(id: string): CallOutcome {
    const release = this.releases.find((each) => each.id === id);
    if (release === undefined) return failed('missing_reference', 'before_send', 'No such release.');
    if (release.status !== 'received' && release.status !== 'cancelled') {
      return failed('conflict', 'before_send', 'Already picked.');
    }
    release.status = 'cancelled';
    return ok({ release });
  }

  allocate(allocation: ErpOrder['allocation'] = 'full'): void {
    for (const order of this.liveOrders()) order.allocation = allocation;
  }

  /** So many units of each are free at each of two places. */
  restock(skus: readonly string[], units: string): void {
    const others = (this.free ?? []).filter(({ sku }) => !skus.includes(sku));
    this.free = [...others, ...skus.flatMap((sku) => ['MAIN', 'EAST'].map((node) => ({ sku, node, units })))];
  }

  /** The warehouse's next move; the first parcel takes the first line when it ships in two. */
  work(inTwoParcels = false): void {
    for (const [index, release] of this.releases.entries()) {
      const lines = this.releaseRequests[index]?.lines.map(({ lineId, quantity }) => ({ lineId, quantity })) ?? [];
      if (release.status === 'received') release.status = 'picked';
      else if (release.status === 'picked') release.status = 'packed';
      else if (release.status === 'packed' && inTwoParcels && lines.length > 1) {
        release.status = 'partially_shipped';
        this.#ship(release, lines.slice(0, 1));
      } else if (release.status === 'packed' || release.status === 'partially_shipped') {
        this.#shipRest(release, release.status === 'packed' ? lines : lines.slice(1));
      }
    }
  }

  #shipRest(release: WarehouseOrder, lines: WarehouseOrder['shipments'][number]['lines']): void {
    const short = lines.find(({ lineId }) => lineId === this.lacksOf);
    release.status = 'shipped';
    if (short !== undefined) {
      release.shorts = [{ lineId: short.lineId, quantity: '1' }];
      this.lacksOf = null;
    }
    const found = lines.map((line) => (line === short ? { ...line, quantity: `${Number(line.quantity) - 1}` } : line));
    const sent = found.filter(({ quantity }) => quantity !== '0');
    if (sent.length > 0) this.#ship(release, sent);
  }

  #ship(release: WarehouseOrder, lines: WarehouseOrder['shipments'][number]['lines']): void {
    const id = `${release.id}-${release.shipments.length + 1}`;
    const trackingUrl = 'https://wms.example/t';
    release.shipments.push({
      id,
      carrier: this.carrier,
      trackingNumber: id,
      trackingUrl,
      shippedAt: '2026-11-28T10:00:00Z',
      lines,
    });
  }
}

/** A copy, as a wire would make it. */
const ok = (reply: unknown): CallOutcome => ({ kind: 'ok', reply: structuredClone(reply) as Json });

const failed = (
  category: Category,
  phase: Phase,
  message: string,
  retryAfterMs: number | null = null,
): CallOutcome => ({
  kind: 'failed',
  category,
  phase,
  message,
  retryAfterMs,
});
