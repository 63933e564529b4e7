import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';

/**
 * @import { DeliveryAmendment, Erp, ErpOrderInFull, InventoryPage, Kit, SalesOrder } from '@causeway/worker/kit'
 */

/**
 * The folder: `orders/NUMBER.json`, one an order; `changes.log`, a line with the external id for each change;
 * `stock.log`, a line "SKU UNITS" for each count. A log only grows, so a place in it (bytes) is a cursor.
 *
 * @implements {Erp}
 */
export class Quay {
  /** @param {Kit} kit @param {{ folder: string, pageSize: number }} settings @param {() => number} now */
  constructor(kit, { folder, pageSize }, now) {
    const { z } = kit;
    this.kit = kit;
    this.folder = folder;
    this.pageSize = pageSize;
    this.now = now;
    this.Order = z.object({
      number: z.string(),
      external_id: z.string(),
      status: z.enum(['open', 'allocated', 'shipped', 'cancelled']),
      allocation: z.enum(['none', 'partial', 'full']),
      currency: z.string(),
      total_minor: z.int(),
      has_left: z.boolean(),
      ship_to: z.looseObject({ city: z.string() }),
      note: z.string(),
      lines: z.array(z.looseObject({ kind: z.string(), sku: z.string().nullable(), quantity: z.string() })),
    });
  }

  /** @param {SalesOrder} order @param {AbortSignal} signal */
  async createOrder(order, signal) {
    signal.throwIfAborted();
    for (const { sku } of order.lines)
      if (sku !== null && !this.knows(sku))
        throw this.failure('missing_reference', 'before_send', `does not know the item ${sku}`);
    const { externalId, currency, totalMinor, shipTo, note, lines } = order;
    const content = { external_id: externalId, status: 'open', allocation: 'none', currency, total_minor: totalMinor };
    const number = this.attempt('before_send', () =>
      this.#add({ ...content, has_left: false, ship_to: shipTo, note, lines }),
    );
    this.#tell(externalId);
    return this.#byNumber(number);
  }

  /** @param {string} externalId @param {AbortSignal} signal */
  async findOrders(externalId, signal) {
    signal.throwIfAborted();
    const all = this.#numbers().map((number) => this.#byNumber(number));
    return all.filter((order) => order.externalId === externalId);
  }

  /** @param {string} id @param {DeliveryAmendment} amendment @param {AbortSignal} signal */
  async amendOrder(id, { shipTo, note }, signal) {
    signal.throwIfAborted();
    const native = this.#native(id);
    if (native.has_left || native.status === 'cancelled')
      throw this.failure('conflict', 'before_send', `has ${native.has_left ? 'sent' : 'cancelled'} ${id} already`);
    return this.#replace({ ...native, ship_to: shipTo ?? native.ship_to, note: note ?? native.note });
  }

  /** @param {string} id @param {AbortSignal} signal */
  async cancelOrder(id, signal) {
    signal.throwIfAborted();
    const native = this.#native(id);
    if (native.has_left) throw this.failure('conflict', 'before_send', `has sent ${id} already`);
    return this.#replace({ ...native, status: 'cancelled', allocation: 'none' });
  }

  /** @param {string | null} cursor @param {AbortSignal} signal */
  async changedSince(cursor, signal) {
    signal.throwIfAborted();
    const page = this.#follow('changes.log', cursor);
    return { externalIds: [...new Set(page.lines)], cursor: page.cursor };
  }

  /** @param {string | null} cursor @param {AbortSignal} signal @returns {Promise<InventoryPage>} */
  async inventory(cursor, signal) {
    signal.throwIfAborted();
    const { lines, ...page } = this.#follow('stock.log', cursor);
    const unknown = { allocated: null, inTransit: null, damaged: null, quarantined: null };
    const asOf = new Date(this.now()).toISOString();
    const positions = lines.map((line) => {
      const [sku = '', onHand = ''] = line.split(' ');
      return { sku, node: '*', onHand, ...unknown, asOf };
    });
    return { positions, ...page };
  }

  /** @param {string} sku */
  knows(sku) {
    return this.#log('stock.log')
      .split('\n')
      .some((line) => line.startsWith(`${sku} `));
  }

  /** @returns {string | null} */
  whyUnusable() {
    try {
      this.attempt('before_send', () => fs.accessSync(join(this.folder, 'orders'), fs.constants.W_OK));
      return null;
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  }

  /** The next free number; nobody sees half an order, and no two get one number. @param {object} content @returns {string} */
  #add(content) {
    const draft = join(this.folder, `draft-${randomUUID()}`);
    for (let next = this.#numbers().length + 1; ; next += 1) {
      const number = `Q${String(next).padStart(6, '0')}`;
      fs.writeFileSync(draft, JSON.stringify({ number, ...content }));
      try {
        fs.linkSync(draft, this.#file(number));
        return number;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      } finally {
        fs.rmSync(draft);
      }
    }
  }

  /** @param {{ number: string, external_id: string }} native @returns {ErpOrderInFull} */
  #replace(native) {
    const draft = join(this.folder, `draft-${randomUUID()}`);
    this.attempt('before_send', () => {
      fs.writeFileSync(draft, JSON.stringify(native));
      fs.renameSync(draft, this.#file(native.number));
    });
    this.#tell(native.external_id);
    return this.#byNumber(native.number);
  }

  /** @param {string} externalId */
  #tell(externalId) {
    this.attempt('after_send', () => fs.appendFileSync(join(this.folder, 'changes.log'), `${externalId}\n`));
  }

  /** Whole lines from the cursor on, a page of them. @param {string} log @param {string | null} cursor */
  #follow(log, cursor) {
    const from = Number(cursor ?? 0);
    const content = Buffer.from(this.#log(log)).subarray(from).toString('utf8');
    const all = content.split('\n').slice(0, -1);
    const lines = all.slice(0, this.pageSize);
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    return { lines, cursor: String(from + bytes), more: lines.length < all.length };
  }

  /** @param {string} name */
  #log(name) {
    return this.attempt('before_send', () => fs.readFileSync(join(this.folder, name), 'utf8'));
  }

  #numbers() {
    const names = this.attempt('before_send', () => fs.readdirSync(join(this.folder, 'orders')));
    return names.map((name) => name.replace(/\.json$/, '')).sort();
  }

  /** @param {string} number @returns {ErpOrderInFull} */
  #byNumber(number) {
    const { external_id, status, allocation, currency, total_minor, lines: all } = this.#native(number);
    /** @type {{ kind: string, sku: string, quantity: string }[]} */
    const goods = all.filter((/** @type {{ kind: string }} */ { kind }) => kind === 'item');
    const lines = goods.map(({ sku, quantity }) => ({ sku, quantity }));
    return {
      id: number,
      number,
      externalId: external_id,
      status,
      allocation,
      currency,
      totalMinor: total_minor,
      lines,
    };
  }

  /** All of the document, also what we don't read. @param {string} number */
  #native(number) {
    if (!/^[A-Z0-9]{1,12}$/.test(number)) throw this.failure('missing_reference', 'before_send', 'has no such order');
    const text = this.attempt('before_send', () => fs.readFileSync(this.#file(number), 'utf8'));
    try {
      const native = JSON.parse(text);
      return { ...native, ...this.Order.parse(native) };
    } catch {
      throw this.failure('parse', 'after_send', `holds an order ${number} that can't be read`);
    }
  }

  /** @param {string} number */
  #file(number) {
    return join(this.folder, 'orders', `${number}.json`);
  }

  /** @template T @param {'before_send' | 'after_send'} phase @param {() => T} act @returns {T} */
  attempt(phase, act) {
    try {
      return act();
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      throw this.failure('connection', phase, `can't be read or written (${code})`);
    }
  }

  /** @param {'missing_reference' | 'conflict' | 'parse' | 'connection'} category @param {'before_send' | 'after_send'} phase @param {string} what */
  failure(category, phase, what) {
    return new this.kit.SystemFailure(category, phase, `the Quay folder ${what}`);
  }
}
