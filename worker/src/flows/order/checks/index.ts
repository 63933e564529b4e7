import type { SubjectException } from '@causeway/contracts';
import type { Reading } from '../canonical/reading.ts';
import type { OrderSettings } from '../settings.ts';
import { address } from './address.ts';
import type { Check } from './check.ts';
import { fields } from './fields.ts';
import { fraud } from './fraud.ts';
import { payment } from './payment.ts';
import { shipping } from './shipping.ts';
import { skus } from './skus.ts';
import { taxes } from './taxes.ts';
import { totals } from './totals.ts';

/** In the order in which a person would want to hear of them: the first hold is the order's reason. */
export const CHECKS: readonly Check[] = [fields, skus, payment, shipping, taxes, totals, fraud, address];

/** All holds of an order; none: it may go to the ERP. */
export function runChecks(reading: Reading, settings: OrderSettings): readonly SubjectException[] {
  return CHECKS.flatMap((check) => check.run(reading, settings));
}
