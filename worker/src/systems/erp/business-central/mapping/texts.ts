import { SystemFailure } from '../../../../policy/system-failure.ts';

/** What of a text is left where a cut does no harm: a description. */
export const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');

/** A text that must arrive whole; `field` is ours, for staff, and the text itself isn't told. */
export function fitting(text: string, length: number, field: string): string {
  if (text.length <= length) return text;
  const message = `${field} is longer than the ${length} characters that Business Central takes`;
  throw new SystemFailure('validation', 'before_send', message);
}

/** In pieces of at most `length`, broken at blanks where there are any. */
export function pieces(text: string, length: number): string[] {
  const all: string[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const whole = cut(rest, length);
    const blank = rest.length > length ? whole.lastIndexOf(' ') : -1;
    const piece = blank > 0 ? whole.slice(0, blank) : whole;
    all.push(piece);
    rest = rest.slice(piece.length).trim();
  }
  return all;
}

/** Without what there is nothing to say of. */
export function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}
