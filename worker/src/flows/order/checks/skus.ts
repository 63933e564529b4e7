import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** Every product line names a SKU; whether the ERP has it is the ERP's own word (`missing_reference`). */
export const skus: Check = {
  name: 'known SKUs',
  run({ order }) {
    const bare = order.items.filter((item) => item.sku.trim() === '');
    const products = new Set(bare.map((item) => item.variation_id || item.product_id));
    return [...products].map((product) =>
      raise('mapping', {
        about: ['sku', `product-${product}`],
        title: `Product ${product} has no SKU`,
        nextStep: `Give product ${product} a SKU in the shop (and in its orders that wait), then press Retry.`,
        detail: `The order has a line of product ${product} without a SKU.`,
        owner: 'fulfilment',
      }),
    );
  },
};
