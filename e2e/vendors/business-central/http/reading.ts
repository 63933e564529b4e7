import type { Books } from '../documents/books.ts';
import { known } from '../model/entities.ts';
import type { Entity } from '../model/entity.ts';
import { badUrl, dialog } from '../odata/api-error.ts';
import { etagOf } from '../odata/etag.ts';
import { type Options, readOptions } from '../odata/options.ts';
import { readPage } from '../odata/page.ts';
import type { Condition, Stored } from '../records/records.ts';
import type { Answer, Call } from './call.ts';

/** GET of a set. The lines of all documents at once can't be read: S asks for a document or an id. */
export function list(call: Call, books: Books, entity: Entity, parent: Stored | undefined): Answer {
  const options = readOptions(entity, call.url.searchParams);
  if (entity.of !== undefined && parent === undefined && !namesDocument(options))
    throw dialog('Lines are read by their document, or by their id.');
  const page = readPage(books.records, scopeOf(books, entity, parent), options, pageSize(call));
  const next = page.skipToken === undefined ? {} : { '@odata.nextLink': nextLink(call.url, page.skipToken) };
  const body = {
    '@odata.context': contextOf(call, books, entity),
    ...(page.count === undefined ? {} : { '@odata.count': page.count }),
    value: page.records.map((record) => shown(books, entity, record, options)),
    ...next,
  };
  const applied = preferred(call) === undefined ? {} : { 'Preference-Applied': `odata.maxpagesize=${pageSize(call)}` };
  return { status: 200, body, headers: applied };
}

/** GET of one entity, or what a POST or PATCH answers. */
export function one(call: Call, books: Books, entity: Entity, record: Stored, status = 200): Answer {
  const options = readOptions(entity, call.url.searchParams);
  const body = {
    '@odata.context': `${contextOf(call, books, entity)}/$entity`,
    ...shown(books, entity, record, options),
  };
  return { status, body, headers: { ETag: etagOf(record) } };
}

function shown(books: Books, entity: Entity, record: Stored, { select, expand }: Options): object {
  const names = Object.keys(entity.fields).filter((name) => select?.includes(name) ?? true);
  const lines = expand ? { [entity.lines ?? '']: linesOf(books, entity, record) } : {};
  return {
    '@odata.etag': etagOf(record),
    ...Object.fromEntries(names.map((name) => [name, record.body[name]])),
    ...lines,
  };
}

function linesOf(books: Books, entity: Entity, document: Stored): object[] {
  const lines = known(entity.lines ?? '');
  const plain = readOptions(lines, new URLSearchParams());
  return books.records.linesOf(document.id).map((line) => shown(books, lines, line, plain));
}

function scopeOf(books: Books, entity: Entity, parent: Stored | undefined): Condition {
  const sql = `company = ? AND set_name = ?${parent === undefined ? '' : ' AND parent = ?'}`;
  return { sql, values: [books.company, entity.set, ...(parent === undefined ? [] : [parent.id])] };
}

function namesDocument({ filter }: Options): boolean {
  return filter.some((group) =>
    group.every(({ property, operator }) => operator === 'eq' && (property === 'documentId' || property === 'id')),
  );
}

function preferred({ headers }: Call): number | undefined {
  const text = /(?:^|[,;\s])odata\.maxpagesize\s*=\s*([^,;\s]*)/i.exec(String(headers.prefer ?? ''))?.[1];
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw badUrl(`'${text}' is no size of a page.`);
}

function pageSize(call: Call): number {
  const most = call.configuration.limits.page_size;
  return Math.min(preferred(call) ?? most, most);
}

/** The same query with a mark for where to go on: `$top` and `$skip` are in the mark. */
function nextLink(url: URL, skipToken: string): string {
  const next = new URL(url);
  for (const spent of ['$top', '$skip', '$skiptoken']) next.searchParams.delete(spent);
  next.searchParams.set('$skiptoken', skipToken);
  return next.href;
}

function contextOf({ root }: Call, { company }: Books, { set }: Entity): string {
  return `${root}/$metadata#${set === 'companies' ? set : `companies(${company})/${set}`}`;
}
