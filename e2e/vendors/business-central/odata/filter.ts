import type { SQLInputValue } from 'node:sqlite';
import type { Entity } from '../model/entity.ts';
import { escaped, type Field } from '../model/field.ts';
import { isGuid } from '../model/read-body.ts';
import type { Condition } from '../records/records.ts';
import { badRequest, noProperty } from './api-error.ts';

/** One comparison of a filter. */
export interface Comparison {
  readonly property: string;
  readonly operator: keyof typeof OPERATORS;
  readonly value: string | number;
}

const OPERATORS = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;
const TOKEN = /\s*(?:'((?:[^']|'')*)'|([()])|([^\s()']+))/y;

/**
 * A subset of dev-itpro/webservices/use-filter-expressions-in-odata-uris.md: comparisons joined by `and`, and by `or`
 * within parentheses or alone, as long as they are on one property (`or` over several is refused there too;
 * `in` is of schema 2.1 and refused). Functions are not built. Anything else is 400 `BadRequest`.
 */
export function readFilter(entity: Entity, filter: string): Comparison[][] {
  const tokens = tokenize(filter);
  let at = 0;
  const take = () => tokens[at++];
  const accept = (word: string) => tokens[at]?.word === word && take() !== undefined;

  const comparison = (): Comparison => {
    const [property, operator, value] = [take()?.word, take()?.word, take()];
    if (property === undefined || operator === undefined || value === undefined || !(operator in OPERATORS))
      throw badRequest(`The filter can't be read from its word ${at} on: ${filter}`);
    return { property, operator: operator as Comparison['operator'], value: literal(entity, property, value) };
  };
  const anyOf = (): Comparison[] => {
    if (!accept('(')) return [comparison()];
    const inside = [comparison()];
    while (accept('or')) inside.push(comparison());
    if (!accept(')')) throw badRequest(`A bracket is missing after word ${at}: ${filter}`);
    return inside;
  };
  const groups = [anyOf()];
  if (tokens[at]?.word === 'or') while (accept('or')) groups[0]?.push(...anyOf());
  else while (accept('and')) groups.push(anyOf());
  if (at < tokens.length) throw badRequest(`The filter can't be read from its word ${at} on: ${filter}`);
  for (const group of groups)
    if (new Set(group.map(({ property }) => property)).size > 1)
      throw badRequest("'or' is possible on one property only.");
  return groups;
}

export function asCondition(groups: readonly (readonly Comparison[])[]): Condition {
  const values: SQLInputValue[] = [];
  const sql = groups.map((group) => {
    const parts = group.map(({ property, operator, value }) => {
      values.push(value);
      return `json_extract(body, '$.${property}') ${OPERATORS[operator]} ?`;
    });
    return `(${parts.join(' OR ')})`;
  });
  return { sql: sql.join(' AND '), values };
}

interface Token {
  readonly word?: string;
  readonly quoted?: string;
}

function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = filter.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const [whole, quoted, bracket, word] = TOKEN.exec(filter) ?? [];
    if (whole === undefined) throw badRequest(`The text from position ${from} on has no end: ${filter}`);
    if (quoted !== undefined) tokens.push({ quoted: quoted.replaceAll("''", "'") });
    else tokens.push({ word: bracket ?? word ?? '' });
  }
  return tokens;
}

/** The value of a literal as it is stored; quoted exactly when the property's type asks for it. */
function literal(entity: Entity, property: string, { word, quoted }: Token): string | number {
  const field = entity.fields[property];
  if (field === undefined) throw noProperty(entity.name, property);
  const value = quoted === undefined ? unquoted(field, word ?? '') : fromQuotes(field, quoted);
  if (value !== undefined) return value;
  throw badRequest(`'${property}' is of type ${field.type}, what it is compared with is not.`);
}

function fromQuotes(field: Field, quoted: string): string | undefined {
  if (field.type === 'text') return quoted;
  if (field.type === 'code') return quoted.trim().toUpperCase();
  if (field.type !== 'choice') return undefined;
  return field.values.find((value) => value === quoted || escaped(value) === quoted);
}

function unquoted(field: Field, word: string): string | number | undefined {
  switch (field.type) {
    case 'guid':
      return isGuid(word) ? word.toLowerCase() : undefined;
    case 'decimal':
    case 'integer':
      return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : undefined;
    case 'boolean':
      return word === 'true' || word === 'false' ? Number(word === 'true') : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(word) ? word : undefined;
    case 'instant':
      return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(word) && !Number.isNaN(Date.parse(word))
        ? new Date(word).toISOString()
        : undefined;
    default:
      return undefined;
  }
}
