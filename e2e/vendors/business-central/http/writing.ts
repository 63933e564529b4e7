import type { Books } from '../documents/books.ts';
import { amend, checkUnposted, draft } from '../documents/header.ts';
import { addLine, changeLine, removeLine } from '../documents/lines.ts';
import { addMaster, changeMaster, removeMaster } from '../documents/masters.ts';
import { known } from '../model/entities.ts';
import type { Entity } from '../model/entity.ts';
import { NO_GUID } from '../model/field.ts';
import { asObject, type Body, readBody } from '../model/read-body.ts';
import { badBody, badRequest, dialog, missingField, stays } from '../odata/api-error.ts';
import { checkMatch } from '../odata/etag.ts';
import type { Stored } from '../records/records.ts';
import type { Answer, Call } from './call.ts';
import { one } from './reading.ts';

/**
 * POST of an entity; of a document with its lines beside it (deep insert). The answer's header is the one from before
 * its lines, so totals and ETag have to be read again (issues 23028 and 23150 of microsoft/ALAppExtensions).
 */
export function create(call: Call, books: Books, entity: Entity, parent: Stored | undefined): Answer {
  const body = asObject(call.body);
  if (entity.of !== undefined) {
    const sent = readBody(entity.name, entity.fields, body);
    return one(call, books, entity, addLine(books, parentOf(books, entity, parent, sent), entity.set, sent), 201);
  }
  const { [entity.lines ?? '']: lines, ...head } = body;
  const sent = readBody(entity.name, entity.fields, head);
  if (entity.lines === undefined) return one(call, books, entity, addMaster(books, entity.set, sent), 201);
  const document = draft(books, entity.set, sent);
  for (const line of asLines(lines)) addLine(books, current(books, document), entity.lines, readLine(entity, line));
  return one(call, books, entity, document, 201);
}

/** PATCH of an entity; the lines of a document can't be patched with it (webservices/odata-known-limitations.md). */
export function change(call: Call, books: Books, entity: Entity, record: Stored): Answer {
  const body = asObject(call.body);
  if (entity.lines !== undefined && entity.lines in body)
    throw badRequest(`The property '${entity.lines}' can't be changed together with its document.`);
  const sent = readBody(entity.name, entity.fields, body);
  checkMatch(call.headers['if-match'], record);
  return one(call, books, entity, changed(books, entity, record, sent));
}

export function remove(call: Call, books: Books, entity: Entity, record: Stored): Answer {
  checkMatch(call.headers['if-match'], record);
  if (entity.of !== undefined) removeLine(books, documentOf(books, entity, record), record);
  else if (entity.lines === undefined) removeMaster(books, record);
  else removeDocument(books, record);
  return { status: 204 };
}

function changed(books: Books, entity: Entity, record: Stored, sent: Body): Stored {
  if (entity.of !== undefined) return changeLine(books, documentOf(books, entity, record), record, sent);
  return entity.lines === undefined ? changeMaster(books, record, sent) : amend(books, record, sent);
}

function removeDocument(books: Books, document: Stored): void {
  checkUnposted(document);
  if (books.records.linesOf(document.id).some(({ body }) => body.shippedQuantity !== body.invoicedQuantity))
    throw dialog('An order of which something is shipped and not invoiced stays.');
  books.records.remove(document);
}

function parentOf(books: Books, entity: Entity, parent: Stored | undefined, sent: Body): Stored {
  const named = sent.documentId ?? NO_GUID;
  if (parent === undefined && named === NO_GUID) throw missingField('documentId');
  if (parent !== undefined && named !== NO_GUID && named !== parent.id) throw stays('documentId');
  return parent ?? books.records.get(books.company, entity.of ?? '', String(named));
}

const documentOf = (books: Books, entity: Entity, line: Stored) =>
  books.records.get(books.company, entity.of ?? '', String(line.parent));

const current = (books: Books, { set, id }: Stored) => books.records.get(books.company, set, id);

function asLines(lines: unknown): readonly unknown[] {
  if (lines === undefined) return [];
  if (Array.isArray(lines)) return lines;
  throw badBody();
}

function readLine(entity: Entity, line: unknown): Body {
  const { name, fields } = known(entity.lines ?? '');
  const sent = readBody(name, fields, asObject(line));
  if ((sent.documentId ?? NO_GUID) !== NO_GUID) throw stays('documentId');
  return sent;
}
