import type { Effect, EffectAnswer, StockTriple } from '@causeway/contracts';
import { SKU } from './back-office.ts';

/** What an order took of the stock: WooCommerce's `_reduced_stock`, and the revision at which it is so. */
export interface Taken {
  readonly order: string;
  readonly rev: number;
  readonly reduced: number;
}

/** A shop with one product: its stock, what its orders took, and the triple that it was told last. */
export class Shop {
  stock = 25;
  readonly orders = new Map<string, Taken>();
  triple: StockTriple | null = null;
  #next = 1;

  /** WooCommerce lowers the stock at checkout, also below nothing where backorders are allowed. */
  buy(units: number): string {
    const order = `order/${this.#next}`;
    this.#next += 1;
    this.stock -= units;
    this.orders.set(order, { order, rev: 1, reduced: units });
    return order;
  }

  /** Cancelled, or refunded with its units put back. */
  restock(order: string, units: number): void {
    const taken = this.orders.get(order);
    if (taken === undefined || taken.reduced < units) return;
    this.stock += units;
    this.orders.set(order, { order, rev: taken.rev + 1, reduced: taken.reduced - units });
  }

  /** As design.md 5 says: a version above the last is applied as a difference, another is answered with what is held. */
  apply(effect: Extract<Effect, { kind: 'stock' }>): EffectAnswer {
    const { body, id, subject, epoch, n } = effect;
    const isNew = body.version > (this.triple?.version ?? 0);
    if (isNew) {
      const before = this.triple ?? body;
      this.stock += Number(body.base) - Number(before.base) + Number(body.counted) - Number(before.counted);
      this.triple = body;
    }
    const { version, base, counted, checkpoint } = this.triple ?? body;
    const stock = { sku: SKU, product_id: 7, version, base, counted, checkpoint, stock: String(this.stock) };
    return { id, subject, epoch, n, result: isNew ? 'applied' : 'already', message: '', look: null, stock };
  }
}
