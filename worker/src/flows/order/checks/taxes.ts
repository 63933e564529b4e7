import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** Every taxed line has the ERP's tax code. */
export const taxes: Check = {
  name: 'tax codes',
  run({ amounts }) {
    return (amounts?.missingTaxCodes ?? []).map((key) =>
      raise('mapping', {
        about: ['tax_code', key],
        title: `Tax "${key}" is not mapped`,
        nextStep: `Add tax code \`${key}\` to mapping.taxCodes in the worker's configuration.`,
        detail: `mapping.taxCodes has no row "${key}".`,
        owner: 'finance',
      }),
    );
  },
};
