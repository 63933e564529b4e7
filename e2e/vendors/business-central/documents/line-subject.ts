import { NO_GUID } from '../model/field.ts';
import type { Body } from '../model/read-body.ts';
import { dialog, notInTable, stays, wrongState } from '../odata/api-error.ts';
import type { Content, Stored } from '../records/records.ts';
import type { Books } from './books.ts';

/**
 * What a line sells, by `itemId`, `accountId`, or `lineType` with `lineObjectNumber`; a line with neither is a comment
 * (S, APIV2SalesOrderLines.Page.al). Of the types that API v2.0 has no set for (resources, fixed assets, charges) this
 * company holds none.
 */
export function subjectOf(books: Books, sent: Body): Content {
  const itemId = sent.itemId ?? NO_GUID;
  const accountId = sent.accountId ?? NO_GUID;
  const number = String(sent.lineObjectNumber ?? '');
  if (itemId !== NO_GUID && accountId !== NO_GUID) throw dialog('A line has an "itemId" or an "accountId", not both.');
  const type = typeOf(sent, itemId !== NO_GUID, accountId !== NO_GUID);
  if (type === 'Item') return ofItem(found(books, 'items', itemId, number, 'There is no such item.'));
  if (type === 'Account')
    return ofAccount(books, found(books, 'accounts', accountId, number, 'There is no such account.'));
  if (type !== 'Comment' || number !== '') throw notInTable('lineObjectNumber', number);
  return { lineType: 'Comment' };
}

function typeOf(sent: Body, hasItem: boolean, hasAccount: boolean): string {
  const named = hasItem ? 'Item' : hasAccount ? 'Account' : undefined;
  const type = String(sent.lineType ?? named ?? 'Comment');
  if (named !== undefined && type !== named) throw dialog(`A line of type ${type} can't have an ${named}.`);
  if (type !== 'Comment' && named === undefined && (sent.lineObjectNumber ?? '') === '')
    throw wrongState('The line says of what type it is, and not what.');
  return type;
}

function found(books: Books, set: string, id: Body[string], number: string, missing: string): Stored {
  const { records, company } = books;
  const record = id === NO_GUID ? records.find(company, set, 'number', number) : records.find(company, set, 'id', id);
  if (record === undefined) throw dialog(missing);
  if (number !== '' && record.body.number !== number) throw stays('lineObjectNumber');
  if (record.body.blocked === true) throw wrongState(`${record.body.number} of the ${set} is blocked.`);
  return record;
}

function ofItem({ id, body }: Stored): Content {
  return {
    lineType: 'Item',
    itemId: id,
    accountId: NO_GUID,
    lineObjectNumber: String(body.number),
    description: String(body.displayName),
    unitPrice: Number(body.unitPrice),
    unitOfMeasureId: String(body.baseUnitOfMeasureId),
    unitOfMeasureCode: String(body.baseUnitOfMeasureCode),
    taxCode: String(body.taxGroupCode),
  };
}

function ofAccount({ configuration }: Books, { id, body }: Stored): Content {
  const taxGroup = configuration.accounts.find(({ number }) => number === body.number)?.tax_group ?? '';
  if (body.directPosting !== true) throw wrongState('Nothing is posted on this account directly.');
  return {
    lineType: 'Account',
    itemId: NO_GUID,
    accountId: id,
    lineObjectNumber: String(body.number),
    description: String(body.displayName),
    taxCode: taxGroup,
  };
}
