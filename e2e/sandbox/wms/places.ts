import type { Nodes } from '../stock/nodes.ts';
import { freeOf } from '../stock/quantities.ts';
import type { Stock } from '../stock/stock.ts';

/** Which of the warehouse's places sends what. */
export class Places {
  readonly #stock: Stock;
  readonly #nodes: Nodes;

  constructor(stock: Stock, nodes: Nodes) {
    this.#stock = stock;
    this.#nodes = nodes;
  }

  has(node: string): boolean {
    return this.#nodes.list().some((known) => known.node === node);
  }

  /** The first place that is online and has all of the lines; else the first that is online; else the first. */
  nodeFor(lines: readonly { readonly sku: string; readonly quantity: number }[]): string {
    const online = this.#nodes.list().filter((known) => known.online);
    const hasAll = online.find(({ node }) => lines.every(({ sku, quantity }) => this.#free(sku, node) >= quantity));
    return (hasAll ?? online[0])?.node ?? this.#nodes.named(undefined);
  }

  /** Throws 422 `unknown_node`. */
  named(node: string): string {
    return this.#nodes.named(node);
  }

  /** What could be sent of each SKU from each place that is online; a SKU that is not known is left out. */
  free(skus: readonly string[]): { sku: string; node: string; units: number }[] {
    const online = this.#nodes.list().flatMap(({ node, online }) => (online ? [node] : []));
    const known = [...new Set(skus)].filter((sku) => this.#stock.knows(sku));
    return known.flatMap((sku) => online.map((node) => ({ sku, node, units: Math.max(0, this.#free(sku, node)) })));
  }

  #free(sku: string, node: string): number {
    const position = this.#stock.positions(sku).find((place) => place.node === node);
    return position === undefined ? 0 : freeOf(position);
  }
}
