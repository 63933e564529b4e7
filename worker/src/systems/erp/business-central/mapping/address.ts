import type { Address } from '@causeway/contracts';
import { fitting } from './texts.ts';

const LENGTHS = { AddressLine1: 100, AddressLine2: 50, City: 30, State: 30, PostCode: 20, Country: 10 } as const;
const NAME_LENGTH = 100;

/** Who bought: the name itself is the customer card's, and read-only on an order. */
export const toSellTo = (address: Address): Record<string, string> => fields('sellTo', 'billTo', address);

/** Where the goods go. What is empty is sent too: left out, the customer card's or the old text would stand. */
export const toShipTo = (address: Address): Record<string, string> => ({
  shipToName: fitting(address.company || address.name, NAME_LENGTH, 'shipTo.name'),
  shipToContact: fitting(address.company === '' ? '' : address.name, NAME_LENGTH, 'shipTo.name'),
  ...fields('shipTo', 'shipTo', address),
});

function fields(prefix: 'sellTo' | 'shipTo', ours: 'billTo' | 'shipTo', address: Address): Record<string, string> {
  const texts = {
    AddressLine1: [address.line1, 'line1'],
    AddressLine2: [address.line2, 'line2'],
    City: [address.city, 'city'],
    State: [address.state, 'state'],
    PostCode: [address.postcode, 'postcode'],
    Country: [address.country, 'country'],
  } as const;
  const entries = Object.entries(texts).map(([name, [text, field]]) => {
    const length = LENGTHS[name as keyof typeof LENGTHS];
    return [`${prefix}${name}`, fitting(text, length, `${ours}.${field}`)];
  });
  return Object.fromEntries(entries);
}
