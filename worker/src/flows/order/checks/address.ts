import { raise } from '../../../policy/raise.ts';
import type { Check } from './check.ts';

/** A parcel can be addressed, and goes to a country that the shop ships to. */
export const address: Check = {
  name: 'address',
  run({ shipTo }, settings) {
    const required = { name: shipTo.name, street: shipTo.line1, city: shipTo.city, country: shipTo.country } as const;
    const missing = Object.entries(required).flatMap(([part, text]) => (text === '' ? [part] : []));
    if (missing.length > 0 || !/^[A-Z]{2}$/.test(shipTo.country)) {
      return [
        raise('validation', {
          about: ['address'],
          title: 'An order has an incomplete delivery address',
          nextStep: 'Complete the shipping address in the shop; the check runs again at the next change.',
          detail: missing.length > 0 ? `Missing: ${missing.join(', ')}.` : 'The country is not a two-letter code.',
          owner: 'support',
        }),
      ];
    }
    const { shipToCountries } = settings;
    if (shipToCountries.length === 0 || shipToCountries.includes(shipTo.country)) return [];
    return [
      raise('validation', {
        about: ['country', shipTo.country],
        title: `Orders to ${shipTo.country} are not shipped`,
        nextStep: `Add ${shipTo.country} to shipToCountries in the configuration, or cancel the order in the shop.`,
        detail: `shipToCountries does not have ${shipTo.country}.`,
        owner: 'support',
      }),
    ];
  },
};
