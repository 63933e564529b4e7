import { raise } from '../../../policy/raise.ts';
import { fromMinor } from '../../../policy/rounding/money.ts';
import type { Check } from './check.ts';

/** The lines add up to the total, but for half a minor unit per rounded amount, which the rounding line takes. */
export const totals: Check = {
  name: 'totals',
  run({ amounts, order }) {
    if (amounts === null) {
      return [
        raise('total_mismatch', { about: ['amount'], detail: 'An amount is larger than can be counted exactly.' }),
      ];
    }
    if (Math.abs(amounts.restMinor) <= amounts.restMinorMax) return [];
    const money = (minor: number) => `${fromMinor(minor, amounts.digits)} ${order.currency}`;
    return [
      raise('total_mismatch', {
        about: ['lines'],
        title: "An order's lines do not add up to its total",
        nextStep:
          'Look for a plugin that changes the total without a line (gift card, store credit), or recalculate the order in the shop.',
        detail:
          `The total is ${money(amounts.totalMinor)}, the lines give ${money(amounts.totalMinor - amounts.restMinor)}; ` +
          `rounding explains at most ${money(amounts.restMinorMax)}.`,
      }),
    ];
  },
};
