import type { Address } from '@causeway/contracts';
import * as z from 'zod';
import type { Directory } from './directory.ts';
import type { Errand } from './errand.ts';

const Party = z.object({ id: z.int(), name: z.string().nullable() });
export type Party = z.infer<typeof Party>;
const Row = z.object({ id: z.int() });

export interface Customer {
  /** The party's code in Tryton. */
  readonly accountId: string | null;
  readonly email: string;
  readonly name: string;
  readonly phone: string;
}

const GUEST = 'Guest';

/**
 * The customer's party: by account number, else by e-mail, else a new one. Throws `missing_reference` for an account
 * number that Tryton doesn't know. Two orders of a new customer at the same instant can make two parties.
 */
export async function party(errand: Errand, directory: Directory, customer: Customer): Promise<Party> {
  const { accountId, name } = customer;
  if (accountId !== null) {
    const what = `customer with the code ${accountId}`;
    return await partyOf(errand, await directory.id(errand, 'party.party', [['code', '=', accountId]], what));
  }
  const email = customer.email.trim().toLowerCase();
  if (email !== '') {
    const mail = [
      ['type', '=', 'email'],
      ['value', '=', email],
    ];
    const [known] = await errand.read('party.party', Party, [['contact_mechanisms', 'where', mail]], { limit: 1 });
    if (known !== undefined) return known;
  }
  const mechanisms = [
    ...(email === '' ? [] : [{ type: 'email', value: email }]),
    // As `other`: Tryton refuses a phone number that it can't read, and an order must not wait for that.
    ...(customer.phone === '' ? [] : [{ type: 'other', name: 'Phone', value: customer.phone }]),
  ];
  const record = { name: name || GUEST, addresses: [], contact_mechanisms: [['create', mechanisms]] };
  return { id: await errand.prepare('party.party', record), name: record.name };
}

export async function partyOf(errand: Errand, id: number): Promise<Party> {
  const [party] = await errand.read('party.party', Party, [['id', '=', id]]);
  return party ?? { id, name: null };
}

/** The party's address as given: one it has already, else a new one. Throws `missing_reference` for the country. */
export async function address(errand: Errand, directory: Directory, of: Party, given: Address): Promise<number> {
  const record = await native(errand, directory, of, given);
  const same = Object.entries(record).map(([field, value]) => [field, '=', value]);
  const [known] = await errand.read('party.address', Row, same, { limit: 1 });
  return known?.id ?? (await errand.prepare('party.address', record));
}

async function native(errand: Errand, directory: Directory, of: Party, given: Address): Promise<object> {
  const country = given.country === '' ? null : await directory.country(errand, given.country);
  const state = given.state === '' ? null : await subdivision(errand, directory, country, given);
  const city = given.state === '' || state !== null ? given.city : `${given.city}, ${given.state}`;
  return {
    party: of.id,
    party_name: given.name === of.name ? null : orNull(given.name),
    name: orNull(given.company),
    street: orNull([given.line1, given.line2].filter((line) => line !== '').join('\n')),
    postal_code: orNull(given.postcode),
    city: orNull(city),
    country,
    subdivision: state,
  };
}

/** ISO 3166-2; a state that Tryton doesn't know stands behind the city instead. */
async function subdivision(errand: Errand, directory: Directory, country: number | null, given: Address) {
  if (country === null) return null;
  const code = `${given.country}-${given.state}`;
  const domain = [
    ['country', '=', country],
    ['code', '=', code],
  ];
  return await directory.find(errand, 'country.subdivision', domain, `subdivision ${code}`);
}

const orNull = (text: string): string | null => (text === '' ? null : text);
