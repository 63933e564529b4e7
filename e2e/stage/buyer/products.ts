import type { Storefront } from './basket.ts';
import { jsonOf, Visitor } from './visitor.ts';

const known = new Map<string, Promise<number>>();

/** The product's id, found through the storefront's own search by SKU. Throws when the shop has no such product. */
export function productId(shop: Storefront, sku: string): Promise<number> {
  const key = `${shop.url} ${sku}`;
  const found = known.get(key) ?? look(shop, sku);
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

async function look(shop: Storefront, sku: string): Promise<number> {
  const answer = await new Visitor(shop.url).get(`/wp-json/wc/store/v1/products?sku=${encodeURIComponent(sku)}`);
  const [product] = jsonOf<Array<{ id: number }>>('product search', answer);
  if (!product) throw new Error(`the shop sells no ${sku}`);
  return product.id;
}
