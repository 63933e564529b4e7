/**
 * One property of a resource. `code` is AL's Code type: kept in capitals without surrounding blanks, and compared so.
 * `length` is AL's field length in characters (source of the table in microsoft/BCApps, src/Layers/W1/BaseApp).
 */
export type Field = { readonly readOnly?: true } & (
  | { readonly type: 'text' | 'code'; readonly length: number }
  | { readonly type: 'guid' | 'date' | 'instant' | 'decimal' | 'integer' | 'boolean' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
);

export type Fields = Readonly<Record<string, Field>>;

export const NO_GUID = '00000000-0000-0000-0000-000000000000';
export const NO_DATE = '0001-01-01';

export const text = (length: number): Field => ({ type: 'text', length });
export const code = (length: number): Field => ({ type: 'code', length });
export const choice = (...values: string[]): Field => ({ type: 'choice', values });
export const guid: Field = { type: 'guid' };
export const date: Field = { type: 'date' };
export const instant: Field = { type: 'instant' };
export const decimal: Field = { type: 'decimal' };
export const integer: Field = { type: 'integer' };
export const boolean: Field = { type: 'boolean' };
export const fixed = (field: Field): Field => ({ ...field, readOnly: true });

/** The value of a property that nothing was ever written to. */
export function blank(field: Field): string | number | boolean {
  switch (field.type) {
    case 'text':
    case 'code':
      return '';
    case 'guid':
      return NO_GUID;
    case 'date':
      return NO_DATE;
    case 'instant':
      return '0001-01-01T00:00:00Z';
    case 'boolean':
      return false;
    case 'choice':
      return field.values[0] ?? '';
    case 'decimal':
    case 'integer':
      return 0;
  }
}

/** AL's names of choices as OData writes them: `Positive Adjmt.` is `Positive_x0020_Adjmt_x002E_`. */
export function escaped(name: string): string {
  return name.replace(
    /[^A-Za-z0-9_]/g,
    (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}
