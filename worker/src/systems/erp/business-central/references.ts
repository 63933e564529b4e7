import * as z from 'zod';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Settings } from './settings.ts';
import { type Api, query, quoted } from './talk/api.ts';
import { SYSTEM } from './talk/refusal.ts';

const Coded = z.object({ id: z.guid(), code: z.string() });
const Numbered = z.object({ number: z.string() });

/** Sets whose rows are named by a code. */
export type CodedSet = 'shipmentMethods' | 'paymentTerms' | 'locations' | 'taxGroups';
/** Sets whose rows are named by a number. */
export type NumberedSet = 'items' | 'accounts' | 'customers';

/** What each is called before staff. */
const WORDS: Readonly<Record<CodedSet | NumberedSet, string>> = {
  shipmentMethods: 'shipment method',
  paymentTerms: 'payment term',
  locations: 'location',
  taxGroups: 'tax group',
  items: 'item',
  accounts: 'G/L account',
  customers: 'customer',
};

/** How long a code's GUID is believed: a code that is deleted and made anew has another. */
const BELIEVED_MS = 10 * 60_000;
/** Conditions in one filter, so that its address stays short. */
const AT_ONCE = 20;

/** What a document names of Business Central's own records. */
export class References {
  readonly #api: Api;
  readonly #now: () => number;
  readonly #ids = new Map<string, { readonly id: string; readonly until: number }>();

  constructor(api: Api, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  /** The GUID of a code. Throws `missing_reference`. */
  async idOf(set: CodedSet, code: string, signal: AbortSignal): Promise<string> {
    const known = this.#ids.get(`${set}/${code}`);
    if (known !== undefined && known.until > this.#now()) return known.id;
    const path = `/${set}${query({ filter: `code eq ${quoted(code)}`, select: 'id,code' })}`;
    const [row] = await this.#api.rows(Coded, path, signal);
    if (row === undefined) throw missing(set, [code]);
    this.#ids.set(`${set}/${code}`, { id: row.id, until: this.#now() + BELIEVED_MS });
    return row.id;
  }

  /** Whose order it is; see the settings' `customers`. */
  async customerNumber(
    { customers, guestCustomerNumber }: Settings,
    customer: { readonly accountId: string | null; readonly email: string },
    signal: AbortSignal,
  ): Promise<string> {
    if (customers === 'number') return customer.accountId ?? guestCustomerNumber;
    if (customers === 'guest' || customer.email === '') return guestCustomerNumber;
    const path = `/customers${query({ filter: `email eq ${quoted(customer.email)}`, select: 'number' })}`;
    const found = await this.#api.rows(Numbered, path, signal);
    if (found.length > 1) {
      const numbers = found.map(({ number }) => number).slice(0, 5);
      const message = `${SYSTEM} has several customers with the order's e-mail address: ${numbers.join(', ')}`;
      throw new SystemFailure('conflict', 'before_send', message);
    }
    return found[0]?.number ?? guestCustomerNumber;
  }

  /** Which of these Business Central doesn't have. */
  async absent(set: CodedSet | NumberedSet, names: readonly string[], signal: AbortSignal): Promise<string[]> {
    const field = set === 'items' || set === 'accounts' || set === 'customers' ? 'number' : 'code';
    const found = new Set<string>();
    const wanted = [...new Set(names)];
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const conditions = wanted.slice(from, from + AT_ONCE).map((name) => `${field} eq ${quoted(name)}`);
      const path = `/${set}${query({ filter: conditions.join(' or '), select: field })}`;
      const rows = await this.#api.rows(z.record(z.string(), z.unknown()), path, signal);
      for (const row of rows) found.add(String(row[field]).toUpperCase());
    }
    return wanted.filter((name) => !found.has(name.toUpperCase()));
  }
}

export function missing(set: CodedSet | NumberedSet, names: readonly string[]): SystemFailure {
  const message = `${SYSTEM} has no ${WORDS[set]} ${names.slice(0, 10).join(', ')}`;
  return new SystemFailure('missing_reference', 'before_send', message);
}
