import { freeOf, type Position } from '../stock/quantities.ts';
import type { Stock } from '../stock/stock.ts';

/** What the ERP promises of its stock, over all nodes, in units. Methods are to be called inside a transaction. */
export class Items {
  readonly #stock: Stock;

  constructor(stock: Stock) {
    this.#stock = stock;
  }

  /** Promises up to `wanted` units, from the node that has the most; answers how many. Throws 404. */
  allocate(sku: string, wanted: number, node?: string): number {
    const places = this.#stock.item(sku).nodes.filter((position) => node === undefined || position.node === node);
    let left = wanted;
    for (const position of mostFirst(places, freeOf)) {
      const taken = Math.min(left, freeOf(position));
      if (taken <= 0) break;
      this.#stock.move(sku, position.node, 'allocation', { allocated: taken });
      left -= taken;
    }
    return wanted - left;
  }

  free(sku: string, units: number): void {
    let left = units;
    for (const { node, allocated } of mostFirst(this.#stock.positions(sku), ({ allocated }) => allocated)) {
      const freed = Math.min(left, allocated);
      if (freed > 0) this.#stock.move(sku, node, 'allocation', { allocated: -freed });
      left -= freed;
    }
  }

  /** Units that left: out of stock, and out of the promise as far as they were promised. */
  ship(sku: string, units: number, ofThemAllocated: number): void {
    let [left, promised] = [units, ofThemAllocated];
    const places = mostFirst(this.#stock.positions(sku), ({ allocated }) => allocated);
    for (const [index, { node, allocated }] of places.entries()) {
      const isLast = index === places.length - 1;
      const taken = isLast ? left : Math.min(left, allocated);
      const freed = isLast ? promised : Math.min(promised, taken);
      if (taken > 0 || freed > 0) this.#stock.move(sku, node, 'shipment', { on_hand: -taken, allocated: -freed });
      left -= taken;
      promised -= freed;
    }
  }
}

function mostFirst(positions: readonly Position[], units: (position: Position) => number): Position[] {
  return positions.toSorted((one, other) => units(other) - units(one));
}
