import type { Checkpoint, OrderSnapshot, ShopStock, StockTriple } from '@causeway/contracts';

/** A product whose stock the shop keeps, with the triple that the plugin applied last. Whole units. */
export interface Product {
  readonly sku: string;
  readonly id: number;
  stock: number;
  version: number;
  base: number;
  counted: number;
  /** How old the oldest position in it is, epoch ms; null: nothing was told yet. */
  asOf: number | null;
  checkpoint: Checkpoint | null;
  /** Units that WooCommerce ever gave back by itself. */
  gaveBack: number;
}

/** What is on sale, and how much of it every shop begins with. */
export const ON_SALE: Readonly<Record<string, number>> = { 'CW-001': 40, 'CW-002': 30 };

export function newProducts(): Map<string, Product> {
  const rows = Object.entries(ON_SALE).map(([sku, stock], index) => {
    return [
      sku,
      { sku, id: 11 + index, stock, version: 0, base: 0, counted: 0, asOf: null, checkpoint: null, gaveBack: 0 },
    ] as const;
  });
  return new Map(rows);
}

/** WooCommerce takes an order's units off the stock once it is to be served, and gives them back where that is over. */
const TAKES = new Set(['processing', 'completed', 'on-hold']);
const GIVES_BACK = new Set(['cancelled', 'pending']);

/** The order with the units that its status has taken: the products' stock follows. */
export function reduced(order: OrderSnapshot, products: ReadonlyMap<string, Product>): OrderSnapshot {
  const { status } = order;
  if (!TAKES.has(status) && !GIVES_BACK.has(status)) return order;
  const items = order.items.map((item) => {
    const product = products.get(item.sku);
    if (product === undefined) return item;
    const had = Number(item.stock?.reduced ?? 0);
    // What was taken once stays as it is, also where the quantity was changed since.
    const has = GIVES_BACK.has(status) ? 0 : had === 0 ? Number(item.quantity) : had;
    product.stock -= has - had;
    product.gaveBack += Math.max(0, had - has);
    return { ...item, stock: { sku: item.sku, reduced: String(has) } };
  });
  return { ...order, items };
}

/** Units of a SKU that an order holds in the shop now. */
export function unitsTaken({ items }: OrderSnapshot, sku: string): number {
  return items.reduce((sum, { stock }) => sum + (stock?.sku === sku ? Number(stock.reduced) : 0), 0);
}

/** Applies a triple as the plugin does: as a difference to the one before it, the first one as it finds the stock. */
export function applyTriple(product: Product, { version, base, counted, as_of, checkpoint }: StockTriple): boolean {
  if (version <= product.version) return false;
  const [newBase, newCounted] = [Number(base), Number(counted)];
  if (product.version > 0) product.stock += newBase - product.base + (newCounted - product.counted);
  Object.assign(product, { version, base: newBase, counted: newCounted, asOf: Date.parse(as_of), checkpoint });
  return true;
}

export function stockOf(product: Product | undefined): ShopStock | null {
  if (product === undefined) return null;
  const { sku, id, version, checkpoint } = product;
  const units = { base: String(product.base), counted: String(product.counted), stock: String(product.stock) };
  return { sku, product_id: id, version, checkpoint, ...units };
}
