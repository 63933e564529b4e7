/** Units by SKU. */
export type Goods = ReadonlyMap<string, number>;

export function goodsOf(lines: Iterable<{ readonly sku: string; readonly quantity: number }>): Goods {
  const goods = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (quantity !== 0) goods.set(sku, (goods.get(sku) ?? 0) + quantity);
  }
  return goods;
}

/** Where `actual` differs from `expected`, in words; empty when it doesn't. */
export function differences(expected: Goods, actual: Goods): string {
  const skus = [...new Set([...expected.keys(), ...actual.keys()])].toSorted();
  const differing = skus.filter((sku) => (expected.get(sku) ?? 0) !== (actual.get(sku) ?? 0));
  return differing
    .map((sku) => `${sku || '(no SKU)'} ${actual.get(sku) ?? 0} instead of ${expected.get(sku) ?? 0}`)
    .join(', ');
}
