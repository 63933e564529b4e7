import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** The payment method has a row, and the row's rule lets its orders through. */
export const payment: Check = {
  name: 'payment',
  run({ payment: rule, paymentKey }) {
    if (rule === undefined) {
      return [
        raise('mapping', {
          about: ['payment_method', paymentKey],
          title: `Payment method "${paymentKey}" is not mapped`,
          nextStep: `Add payment method \`${paymentKey}\` to mapping.paymentMethods in the worker's configuration.`,
          detail: `mapping.paymentMethods has no row "${paymentKey}".`,
        }),
      ];
    }
    if (rule.state !== 'hold') return [];
    return [
      raise('validation', {
        about: ['payment_hold', paymentKey],
        title: `Orders paid by "${paymentKey}" are held by rule`,
        nextStep: `Check the payment, then handle the order by hand and Resolve, or change mapping.paymentMethods.${paymentKey}.state.`,
        detail: `mapping.paymentMethods.${paymentKey}.state is "hold".`,
        owner: 'finance',
      }),
    ];
  },
};
