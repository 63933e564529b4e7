import { NO_GUID } from '../model/field.ts';
import type { Body } from '../model/read-body.ts';
import { ApiError, dialog, missingField } from '../odata/api-error.ts';
import type { Content, Stored } from '../records/records.ts';
import { type Books, checkRelations, currencyOf, named } from './books.ts';

const SERIES: Readonly<Record<string, { series: string; first: number }>> = {
  customers: { series: 'C', first: 10 },
  items: { series: 'I', first: 1000 },
};

/** A new customer or item: `displayName` is mandatory, the number is the next of its series unless one is sent. */
export function addMaster(books: Books, set: string, sent: Body): Stored {
  if (String(sent.displayName ?? '').trim() === '') throw missingField('displayName');
  const number = String(sent.number ?? '') || nextNumber(books, set);
  if (books.records.find(books.company, set, 'number', number) !== undefined) throw taken(set, number);
  return books.records.insert(books.company, set, { ...resolve(books, set, sent, true), number });
}

export function changeMaster(books: Books, record: Stored, sent: Body): Stored {
  if ('displayName' in sent && String(sent.displayName).trim() === '') throw missingField('displayName');
  const number = sent.number;
  if (number !== undefined && number !== record.body.number) {
    if (books.records.find(books.company, record.set, 'number', number) !== undefined)
      throw taken(record.set, String(number));
  }
  return books.records.update(record, resolve(books, record.set, sent, false));
}

/** A customer or item on documents stays: 400 `Application_DialogException`. */
export function removeMaster(books: Books, record: Stored): void {
  const property = record.set === 'customers' ? 'customerId' : 'itemId';
  const sql = `company = ? AND json_extract(body, '$.${property}') = ?`;
  if (books.records.count({ sql, values: [books.company, record.id] }) > 0)
    throw dialog(`${record.body.number} is on documents and stays.`);
  books.records.remove(record);
}

function resolve(books: Books, set: string, sent: Body, isNew: boolean): Content {
  checkRelations(books, sent);
  const resolved: Content = { ...sent };
  if (set === 'customers') {
    named(books, 'paymentTerms', sent, { id: 'paymentTermsId' });
    named(books, 'shipmentMethods', sent, { id: 'shipmentMethodId' });
    for (const absent of ['taxAreaId', 'paymentMethodId']) refuseId(sent, absent);
    if (isNew || 'currencyId' in sent || 'currencyCode' in sent) Object.assign(resolved, currencyOf(books, sent));
    return resolved;
  }
  for (const absent of ['itemCategoryId', 'generalProductPostingGroupId', 'inventoryPostingGroupId'])
    refuseId(sent, absent);
  const group = named(books, 'taxGroups', sent, { id: 'taxGroupId', key: 'taxGroupCode' });
  if (group !== undefined) Object.assign(resolved, { taxGroupId: group.id, taxGroupCode: String(group.body.code) });
  const unit = named(books, 'unitsOfMeasure', sent, { id: 'baseUnitOfMeasureId', key: 'baseUnitOfMeasureCode' });
  if (unit !== undefined)
    Object.assign(resolved, { baseUnitOfMeasureId: unit.id, baseUnitOfMeasureCode: String(unit.body.code) });
  return resolved;
}

/** Ids into tables of which this company holds no record. */
function refuseId(sent: Body, property: string): void {
  if ((sent[property] ?? NO_GUID) !== NO_GUID) throw dialog(`"${property}" is the id of nothing.`);
}

function nextNumber(books: Books, set: string): string {
  const { series, first } = SERIES[set] ?? { series: 'X', first: 1 };
  return `${series}${String(books.records.nextNumber(books.company, series, first)).padStart(5, '0')}`;
}

const taken = (set: string, number: string) =>
  new ApiError(409, 'Internal_EntityWithSameKeyExists', `The ${set} have a number '${number}' already.`);
