import { row } from '../../flows/order/canonical/row.ts';
import type { OrderSettings } from '../../flows/order/settings.ts';
import type { References } from '../../systems/examination.ts';

/** A configured shop, as far as its words for its systems go. */
export interface WordingShop {
  readonly erp: string;
  readonly wms: string;
  readonly orders: Pick<OrderSettings, 'mapping' | 'substitutes'>;
}

/** The words with which the shops that use a system will name things there, each once. */
export function referencesTo(system: string, shops: readonly WordingShop[]): References {
  const asErp = shops.filter(({ erp }) => erp === system).map(({ orders }) => orders.mapping);
  const asWms = shops.filter(({ wms }) => wms === system).map(({ orders }) => orders.mapping);
  const uses = shops.filter(({ erp, wms }) => erp === system || wms === system);
  const substitutes = uses.flatMap(({ orders: { mapping, substitutes } }) =>
    Object.values(substitutes).flatMap((skus) => skus.map((sku) => row(mapping.skus, sku) ?? sku)),
  );
  const each = (words: readonly string[]) => [...new Set(words)].sort();
  return {
    // No more are known here: the shop's other SKUs go as they are, and are looked at with each order.
    skus: each([...asErp, ...asWms].flatMap(({ skus }) => Object.values(skus)).concat(substitutes)),
    taxCodes: each(asErp.flatMap(({ taxCodes }) => Object.values(taxCodes))),
    paymentMethods: each(asErp.flatMap(({ paymentMethods }) => Object.values(paymentMethods).map(({ erp }) => erp))),
    shippingMethods: each([
      ...asErp.flatMap(({ shippingMethods }) => Object.values(shippingMethods).map(({ erp }) => erp)),
      ...asWms.flatMap(({ shippingMethods }) => Object.values(shippingMethods).map(({ wms }) => wms)),
    ]),
  };
}
