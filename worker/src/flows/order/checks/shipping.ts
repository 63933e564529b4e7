import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** The shipping method has a word in the ERP and in the warehouse. */
export const shipping: Check = {
  name: 'shipping method',
  run({ shipping: words, shippingKey }) {
    if (words !== undefined) return [];
    return [
      raise('mapping', {
        about: ['shipping_method', shippingKey],
        title: `Shipping method "${shippingKey}" is not mapped`,
        nextStep: `Add shipping method \`${shippingKey}\` to mapping.shippingMethods in the worker's configuration.`,
        detail: `mapping.shippingMethods has no row "${shippingKey}".`,
      }),
    ];
  },
};
