import { ApiError, badRequest, readOnly } from '../odata/api-error.ts';
import { escaped, type Field, type Fields } from './field.ts';

export type Value = string | number | boolean;
export type Body = Readonly<Record<string, Value>>;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const isGuid = (text: string) => GUID.test(text);

/** A JSON object, or 400 `BadRequest`. */
export function asObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw badRequest('Invalid Request Body');
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
    if (field === undefined) throw badRequest(`The property '${name}' does not exist on type 'Microsoft.NAV.${type}'.`);
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
      throw new ApiError(400, 'Application_InvalidGUID', `Invalid format of GUID string in '${name}'.`);
    case 'date':
      if (DATE.test(value) && !Number.isNaN(Date.parse(value))) return value;
      throw notOf(name, 'Date');
    case 'choice': {
      const chosen = field.values.find((known) => known === value || escaped(known) === value);
      if (chosen !== undefined) return chosen;
      throw new ApiError(400, 'Application_EvaluateException', `The value "${value}" of '${name}' is no known option.`);
    }
    default:
      throw notOf(name, field.type);
  }
}

const notOf = (name: string, type: string) => badRequest(`Unable to convert value of '${name}' to ${type}.`);

const tooLong = (length: number, most: number) =>
  new ApiError(
    400,
    'Application_StringExceededLength',
    `The length of the string is ${length}, but it must be less than or equal to ${most} characters.`,
  );
