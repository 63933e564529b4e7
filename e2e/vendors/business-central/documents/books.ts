import type { Configuration } from '../configuration.ts';
import { known } from '../model/entities.ts';
import { NO_GUID } from '../model/field.ts';
import type { Body } from '../model/read-body.ts';
import { dialog, notInTable } from '../odata/api-error.ts';
import type { Content, Records, Stored } from '../records/records.ts';

/** One company's records, with the rules that hold for it. */
export interface Books {
  readonly records: Records;
  readonly company: string;
  readonly configuration: Configuration;
}

/**
 * The record that a pair of properties names, by id, by its number or code, or by both if they agree; undefined when
 * neither was sent or both are blank. Throws 400 `Application_DialogException`.
 */
export function named(
  { records, company }: Books,
  set: string,
  sent: Body,
  by: { readonly id: string; readonly key?: string },
): Stored | undefined {
  const id = String(sent[by.id] ?? NO_GUID);
  const key = by.key === undefined ? '' : String(sent[by.key] ?? '');
  const column = known(set).order;
  const byId = id === NO_GUID ? undefined : records.find(company, set, 'id', id);
  if (id !== NO_GUID && byId === undefined) throw dialog(`"${by.id}" is the id of no ${known(set).name}.`);
  const byKey = key === '' ? undefined : records.find(company, set, column, key);
  if (key !== '' && byKey === undefined) throw dialog(`"${by.key}" names no ${known(set).name}.`);
  if (byId !== undefined && byKey !== undefined && byId.id !== byKey.id)
    throw dialog(`"${by.id}" and "${by.key}" are two: one ${known(set).name} is needed.`);
  return byId ?? byKey;
}

/** The document's currency as both of its properties; the local currency has no id. */
export function currencyOf(books: Books, sent: Body): Content {
  const local = books.configuration.local_currency;
  const foreign = sent.currencyCode === local ? { ...sent, currencyCode: '' } : sent;
  if (sent.currencyCode === local && (sent.currencyId ?? NO_GUID) !== NO_GUID)
    throw dialog('The local currency has no id.');
  const currency = named(books, 'currencies', foreign, { id: 'currencyId', key: 'currencyCode' });
  if (currency === undefined) return { currencyId: NO_GUID, currencyCode: local };
  return { currencyId: currency.id, currencyCode: String(currency.body.code) };
}

/** The currency's rounding precision. */
export function precisionOf(books: Books, currencyCode: string): number {
  return books.configuration.currencies[currencyCode] ?? 0.01;
}

/** Refuses codes of tables that the API has no set for: countries, salespeople, dimension values. */
export function checkRelations({ configuration }: Books, sent: Body): void {
  for (const [property, value] of Object.entries(sent)) {
    if (typeof value !== 'string' || value === '') continue;
    if (/^country$|Country$/.test(property) && !configuration.countries.includes(value))
      throw notInTable(property, value);
    if (/^salesperson/.test(property) && !configuration.salespeople.includes(value)) throw notInTable(property, value);
    if (/^shortcutDimension/.test(property)) throw notInTable(property, value);
  }
}
