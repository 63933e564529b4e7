import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** What fraud plugins write when they found nothing. */
const HARMLESS = new Set(['', '0', 'no', 'none', 'false', 'low', 'normal']);

/** No configured meta key says "suspected". */
export const fraud: Check = {
  name: 'fraud flag',
  run({ order }, settings) {
    return settings.fraudMetaKeys
      .filter((key) => Object.hasOwn(order.meta, key) && isFlag(order.meta[key]))
      .map((key) =>
        raise('validation', {
          about: ['fraud', key],
          title: 'An order is flagged as suspected fraud',
          nextStep: `Review the order; remove the flag (${key}) to send it, or cancel the order.`,
          detail: `The order's meta "${key}" is set.`,
          owner: 'finance',
          severity: 'warning',
        }),
      );
  },
};

function isFlag(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false;
  if (Array.isArray(value)) return value.some(isFlag);
  return !HARMLESS.has(String(value).trim().toLowerCase());
}
