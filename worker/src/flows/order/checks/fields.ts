import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../../policy/raise.ts';
import { scaled } from '../../../policy/rounding/money.ts';
import type { Check } from './check.ts';

/** What no ERP can do without: someone to bill, a way to reach them, something to deliver. */
export const fields: Check = {
  name: 'required fields',
  run({ order, billTo }) {
    const missing: string[] = [];
    if (billTo.name === '') missing.push('billing name');
    if (!order.billing.email.includes('@')) missing.push('billing e-mail');
    if (order.number === '') missing.push('order number');
    if (!order.items.some((item) => scaled(item.quantity) > 0n)) missing.push('a line with a product');
    return missing.map(hold);
  },
};

function hold(field: string): SubjectException {
  return raise('validation', {
    about: ['field', field],
    title: `An order has no ${field}`,
    nextStep: `Add the ${field} to the order in the shop, or cancel it; the check runs again at the next change.`,
    detail: `Missing: ${field}.`,
    owner: 'support',
  });
}
