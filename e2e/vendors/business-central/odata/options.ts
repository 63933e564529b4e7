import type { Entity } from '../model/entity.ts';
import { badUrl, noProperty, notBuilt } from './api-error.ts';
import { type Comparison, readFilter } from './filter.ts';

/** The query options of a GET, read. */
export interface Options {
  readonly filter: readonly (readonly Comparison[])[];
  readonly select: readonly string[] | undefined;
  readonly order: { readonly property: string; readonly descending: boolean };
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  /** True: a document's lines come with it. */
  readonly expand: boolean;
  readonly skipToken: string | undefined;
}

const KNOWN = ['$filter', '$select', '$orderby', '$top', '$skip', '$count', '$expand', '$skiptoken'];

/**
 * Reads the query options; options that don't begin with `$` are the server's own (`company`) or passed over.
 * Built: `$filter` (filter.ts), `$select`, `$orderby` on one property, `$top`, `$skip`, `$count`, `$expand` of a
 * document's lines (dev-itpro/webservices/OData-Web-Services.md and the OData 4.0 URL conventions that it names).
 */
export function readOptions(entity: Entity, query: URLSearchParams): Options {
  for (const name of new Set(query.keys())) {
    if (!name.startsWith('$')) continue;
    if (!KNOWN.includes(name)) throw badUrl(`There is no query option '${name}'.`);
    if (query.getAll(name).length > 1) throw badUrl(`'${name}' is given twice.`);
  }
  const filter = query.get('$filter');
  return {
    filter: filter === null ? [] : readFilter(entity, filter),
    select: query
      .get('$select')
      ?.split(',')
      .map((name) => property(entity, name.trim())),
    order: readOrder(entity, query.get('$orderby')),
    top: whole(query, '$top'),
    skip: whole(query, '$skip') ?? 0,
    count: readCount(query.get('$count')),
    expand: readExpand(entity, query.get('$expand')),
    skipToken: query.get('$skiptoken') ?? undefined,
  };
}

function property(entity: Entity, name: string): string {
  if (name in entity.fields) return name;
  throw noProperty(entity.name, name);
}

function readOrder(entity: Entity, order: string | null): Options['order'] {
  if (order === null) return { property: entity.order, descending: false };
  const [, name = '', direction] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(order) ?? [];
  if (order.includes(',')) throw notBuilt('$orderby over several properties');
  return { property: property(entity, name), descending: direction === 'desc' };
}

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw badUrl(`'${text}' is no value of ${name}.`);
}

function readCount(count: string | null): boolean {
  if (count === null || count === 'false' || count === 'true') return count === 'true';
  throw badUrl(`'${count}' is no value of $count.`);
}

function readExpand(entity: Entity, expand: string | null): boolean {
  if (expand === null) return false;
  if (expand === entity.lines) return true;
  const named = /^\w+$/.test(expand);
  if (named && !NAVIGATION.includes(expand)) throw noProperty(entity.name, expand);
  throw notBuilt(`$expand=${expand}`);
}

/** Navigation properties that the resource pages name and this server doesn't have. */
const NAVIGATION = [
  'customer',
  'currency',
  'paymentTerm',
  'shipmentMethod',
  'dimensionSetLines',
  'item',
  'account',
  'location',
];
