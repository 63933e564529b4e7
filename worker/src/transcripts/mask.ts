import type { PersonalValue } from './personal-values.ts';

export const PERSONAL = '[personal]';
export const SECRET = '[secret]';

/** Shorter ones stand in other words. */
const SUBSTRING_MIN = 3;
const PHONE_DIGITS_MIN = 6;
/** A system may cut a long text off; what is left of it is still found by its pieces. */
const PIECE_WORDS = 5;
/** A text that is the beginning of what a person typed, and at least so long, was cut off. */
const BEGINNING_MIN = 6;
const REMEMBERED_MAX = 100;

/** Whoever it is of; looked for only where its sign is there. */
const ALWAYS: readonly { readonly sign: RegExp; readonly found: RegExp; readonly instead: string }[] = [
  { sign: /bearer|basic/i, found: /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, instead: `$1 ${SECRET}` },
  { sign: /eyJ/, found: /\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g, instead: SECRET },
  {
    sign: /@|%40|&#64;/,
    found: /[\p{L}\p{N}._%+-]{1,64}(?:@|%40|&#64;)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu,
    instead: PERSONAL,
  },
];

/** Takes what signs in and what a person typed out of plain text, however it is encoded in there. */
export class Mask {
  readonly #values: readonly string[];
  readonly #anywhere: RegExp | null;
  readonly #asWords: RegExp | null;
  readonly #masked = new Map<string, string>();

  constructor(personal: readonly PersonalValue[]) {
    this.#values = personal.map(({ value }) => value);
    const pieces = personal.flatMap(({ value }) => [value, ...piecesOf(value)]).filter(saysSomething);
    const long = pieces.filter((piece) => piece.length >= SUBSTRING_MIN && !/^\d+$/.test(piece));
    const short = pieces.filter((piece) => !long.includes(piece));
    const parts = personal.flatMap(({ kind, value }) => (kind === 'name' ? partsOf(value) : []));
    const phones = personal.flatMap(({ kind, value }) => (kind === 'phone' ? phonePatterns(value) : []));
    this.#anywhere = either([...byLength(long).map(pattern), ...phones], 'giu');
    this.#asWords = either(byLength([...short, ...parts]).map(pattern), 'gu', WORD);
  }

  text(text: string): string {
    // Names of fields and small words come again and again.
    const known = this.#masked.get(text);
    if (known !== undefined) return known;
    const masked = this.#replaced(text);
    if (text.length <= REMEMBERED_MAX) this.#masked.set(text, masked);
    return masked;
  }

  #replaced(text: string): string {
    let masked = text.normalize('NFC');
    for (const regExp of [this.#anywhere, this.#asWords])
      if (regExp !== null) masked = masked.replace(regExp, PERSONAL);
    for (const { sign, found, instead } of ALWAYS) if (sign.test(masked)) masked = masked.replace(found, instead);
    return masked;
  }

  /** As `text`, for a text that stands by itself; `cutOff`: its end is missing. */
  whole(text: string, cutOff: boolean): string {
    const begun = text.normalize('NFC').trim();
    const isBeginning =
      begun.length >= (cutOff ? 1 : BEGINNING_MIN) && this.#values.some((value) => value.startsWith(begun));
    return isBeginning ? PERSONAL : this.text(text);
  }
}

/** A dash, which people put where a form insists, does not. */
const saysSomething = (piece: string): boolean => /[\p{L}\p{N}]/u.test(piece);

const WORD: readonly [string, string] = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'];

function either(
  patterns: readonly string[],
  flags: string,
  around: readonly [string, string] = ['', ''],
): RegExp | null {
  return patterns.length === 0 ? null : new RegExp(`${around[0]}(?:${patterns.join('|')})${around[1]}`, flags);
}

/** Lines, and of a long line every few words; the rest of it goes with the piece before. */
function piecesOf(value: string): string[] {
  return value.split(/[\r\n]+/).flatMap((line) => {
    const words = line.split(/\s+/).filter(Boolean);
    const pieces: string[] = [];
    for (let at = 0; at < words.length; at += PIECE_WORDS) {
      const last = words.length - at < 2 * PIECE_WORDS;
      pieces.push(words.slice(at, last ? undefined : at + PIECE_WORDS).join(' '));
      if (last) break;
    }
    return pieces;
  });
}

const partsOf = (value: string): string[] => value.split(/[\s,.]+/).filter((part) => part.length >= SUBSTRING_MIN);

/** With any separators; and its end, as it is written without the country's and the town's code. */
function phonePatterns(value: string): string[] {
  const digits = value.replace(/\D/g, '');
  if (digits.length < PHONE_DIGITS_MIN) return [];
  return [digits, digits.slice(-PHONE_DIGITS_MIN)].map((some) => [...some].join('[\\s()./+-]*'));
}

/** A space may have become anything; each sign may be encoded, or written without its accent. */
const pattern = (value: string): string =>
  value
    .split(/\s+/)
    .map((word) => [...word].map(signPattern).join(''))
    .join('(?:\\s|\\+|%20|&nbsp;|\\\\[nrt])+');

function signPattern(sign: string): string {
  if (/^[A-Za-z0-9]$/.test(sign)) return sign;
  const json = JSON.stringify(sign).slice(1, -1);
  const ascii = [...json.matchAll(/[\s\S]/g)].map(([unit]) => (unit > '\x7f' ? `\\u${hex(unit)}` : unit)).join('');
  const plain = sign.normalize('NFD').replace(/\p{M}+/gu, '');
  const spellings = [
    sign,
    json,
    ascii,
    ...(HTML[sign] ?? []),
    encodeURIComponent(sign.toWellFormed()),
    plain,
    GERMAN[sign],
  ];
  const distinct = [...new Set(spellings)].filter((one) => one !== undefined && one !== '');
  return `(?:${distinct.map((one) => String(one).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`;
}

const HTML: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;', '&#38;'],
  '<': ['&lt;', '&#60;'],
  '>': ['&gt;', '&#62;'],
  '"': ['&quot;', '&#34;'],
  "'": ['&#39;', '&#x27;', '&#039;', '&apos;'],
};
const GERMAN: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' };

const hex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');
const byLength = (values: readonly string[]): string[] => [...new Set(values)].toSorted((a, b) => b.length - a.length);
