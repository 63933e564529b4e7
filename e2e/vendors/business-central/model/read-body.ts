import { ApiError, badBody, badRequest, noProperty, readOnly } from '../odata/api-error.ts';
import { escaped, type Field, type Fields } from './field.ts';

export type Value = string | number | boolean;
export type Body = Readonly<Record<string, Value>>;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const isGuid = (text: string) => GUID.test(text);

/** A JSON object, or 400 `BadRequest`. */
export function asObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badBody();
}

/**
 * Reads the properties of a POST or PATCH: unknown and read-only ones, wrong types, too long strings and values that
 * are no choice are refused. What isn't sent isn't in the result. `@odata.…` annotations are passed over.
 */
export function readBody(type: string, fields: Fields, body: Readonly<Record<string, unknown>>): Body {
  const read: Record<string, Value> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('@odata.')) continue;
    const field = fields[name];
    if (field === undefined) throw noProperty(type, name);
    if (field.readOnly === true) throw readOnly(name);
    read[name] = readValue(name, field, value);
  }
  return read;
}

function readValue(name: string, field: Field, value: unknown): Value {
  switch (field.type) {
    case 'decimal':
    case 'integer':
      if (typeof value === 'number' && (field.type === 'decimal' || Number.isInteger(value))) return value;
      throw notOf(name, field.type);
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw notOf(name, 'boolean');
    default:
      if (typeof value === 'string') return readString(name, field, value);
      throw notOf(name, field.type);
  }
}

function readString(name: string, field: Field, value: string): string {
  switch (field.type) {
    case 'text':
    case 'code': {
      const kept = field.type === 'code' ? value.trim().toUpperCase() : value;
      if (kept.length > field.length) throw tooLong(kept.length, field.length);
      return kept;
    }
    case 'guid':
      if (isGuid(value)) return value.toLowerCase();
      throw new ApiError(400, 'Application_InvalidGUID', `'${name}' is not a GUID.`);
    case 'date':
      if (DATE.test(value) && !Number.isNaN(Date.parse(value))) return value;
      throw notOf(name, 'Date');
    case 'choice': {
      const chosen = field.values.find((known) => known === value || escaped(known) === value);
      if (chosen !== undefined) return chosen;
      throw new ApiError(400, 'Application_EvaluateException', `'${name}' has no option '${value}'.`);
    }
    default:
      throw notOf(name, field.type);
  }
}

const notOf = (name: string, type: string) => badRequest(`'${name}' is not of type ${type}.`);

const tooLong = (length: number, most: number) =>
  new ApiError(
    400,
    'Application_StringExceededLength',
    `A text of ${length} characters is too long for a field of ${most}.`,
  );
