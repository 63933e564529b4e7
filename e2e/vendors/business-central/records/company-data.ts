import { randomUUID } from 'node:crypto';
import type { Configuration } from '../configuration.ts';
import { exact, toNumber } from '../documents/decimal.ts';
import type { Content, Records, Stored } from './records.ts';

/** Whose records the companies themselves are. */
export const ALL_COMPANIES = '*';

/** Fills the first company of an empty store with what the configuration says; the other companies stay empty. */
export function layCompanies(records: Records, configuration: Configuration): void {
  const [first] = configuration.companies;
  if (first === undefined || records.count({ sql: 'company = ?', values: [first.id] }) > 0) return;
  for (const { id, name } of configuration.companies)
    records.insert(ALL_COMPANIES, 'companies', { id, name, displayName: name, systemVersion: '27.0' });
  const lay = (set: string, contents: readonly Content[]) =>
    contents.map((content) => records.insert(first.id, set, content));
  const named = (codes: readonly string[]) => codes.map((code) => ({ code: code.toUpperCase(), displayName: code }));
  const [unit] = lay('unitsOfMeasure', named(configuration.units));
  const taxGroups = lay(
    'taxGroups',
    named(Object.keys(configuration.tax_groups)).map((group) => ({ ...group, taxType: 'VAT' })),
  );
  lay(
    'currencies',
    Object.entries(configuration.currencies).map(([code, precision]) => ({
      code,
      displayName: code,
      amountDecimalPlaces: precision === 1 ? '0:0' : '2:2',
      amountRoundingPrecision: precision,
    })),
  );
  lay(
    'paymentTerms',
    Object.entries(configuration.payment_terms).map(([code, days]) => ({
      code,
      displayName: code,
      dueDateCalculation: `${days}D`,
    })),
  );
  lay('shipmentMethods', named(configuration.shipment_methods));
  lay('locations', named(configuration.locations));
  lay(
    'accounts',
    configuration.accounts.map(({ number, name }) => ({
      number,
      displayName: name,
      category: 'Income',
      accountType: 'Posting',
      directPosting: true,
    })),
  );
  lay(
    'customers',
    configuration.customers.map(({ number, name }) => ({
      number,
      displayName: name,
      type: 'Company',
      currencyCode: configuration.local_currency,
    })),
  );
  lay(
    'items',
    configuration.items.map((item) => itemContent(item, unit, taxGroups)),
  );
  for (const { number, stock } of configuration.items)
    if (stock !== 0) moveStock(records, first.id, { itemNumber: number, quantity: stock });
}

function itemContent(
  { number, name, unit_price, tax_group }: Configuration['items'][number],
  unit: Stored | undefined,
  taxGroups: readonly Stored[],
): Content {
  const group = taxGroups.find(({ body }) => body.code === tax_group);
  return {
    number: number.toUpperCase(),
    displayName: name,
    type: 'Inventory',
    unitPrice: unit_price,
    ...(group === undefined ? {} : { taxGroupId: group.id, taxGroupCode: tax_group }),
    ...(unit === undefined ? {} : { baseUnitOfMeasureId: unit.id, baseUnitOfMeasureCode: String(unit.body.code) }),
  };
}

/** A movement of stock: an entry in the item ledger, its defaults those of a count that found more or less. */
export interface Movement {
  readonly itemNumber: string;
  /** Positive: into stock. */
  readonly quantity: number;
  readonly entryType?: string;
  readonly documentType?: string;
  readonly documentNumber?: string;
  readonly sourceNumber?: string;
}

/**
 * Writes a ledger entry and the item's `inventory`, a sum over its entries: the item itself doesn't change by it
 * (no new lastModifiedDateTime or ETag, INF). Throws 404 when there is no such item.
 */
export function moveStock(records: Records, company: string, movement: Movement): Stored {
  const item = records.find(company, 'items', 'number', movement.itemNumber.toUpperCase());
  if (item === undefined) return records.get(company, 'items', movement.itemNumber);
  const adjustment = movement.quantity < 0 ? 'Negative_x0020_Adjmt_x002E_' : 'Positive_x0020_Adjmt_x002E_';
  const entry = records.insert(company, 'itemLedgerEntries', {
    entryNumber: records.nextNumber(company, 'ITEM-LEDGER', 1),
    itemNumber: String(item.body.number),
    postingDate: today(),
    entryType: movement.entryType ?? adjustment,
    sourceNumber: movement.sourceNumber ?? '',
    sourceType: movement.sourceNumber === undefined ? '_x0020_' : 'Customer',
    documentNumber: movement.documentNumber ?? `ADJ-${randomUUID().slice(0, 8).toUpperCase()}`,
    documentType: movement.documentType ?? '_x0020_',
    description: String(item.body.displayName),
    quantity: movement.quantity,
  });
  records.update(item, { inventory: toNumber(exact(Number(item.body.inventory)) + exact(movement.quantity)) }, true);
  return entry;
}

/** The working date, UTC. */
export const today = () => new Date().toISOString().slice(0, 10);
