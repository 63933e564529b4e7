import { heldBy } from './field-names.ts';
import { maskJson } from './json-mask.ts';
import { Mask, PERSONAL, SECRET } from './mask.ts';
import type { PersonalValue } from './personal-values.ts';

const ELEMENT = /<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)>([^<>]+)</g;
const PAIR = /([?&;\s]|^)([\w.%[\]-]+)=([^&\s]*)/g;

/**
 * Takes out of what went over a line all that signs in, and all that is known to be a person's: by the names of fields,
 * and by the values in `personal`, wherever they stand. What it doesn't know the shape of (HTML, a text) is masked by value.
 */
export class Redaction {
  readonly #mask: Mask;

  constructor(personal: readonly PersonalValue[]) {
    this.#mask = new Mask(personal);
  }

  /** A request's or reply's first line, and its headers. */
  head(head: string): string {
    return this.#mask.text(this.#pairs(head));
  }

  body(body: string): string {
    const begins = body.trimStart()[0];
    if (begins === '{' || begins === '[' || begins === '"') return maskJson(body, this.#mask);
    if (begins === '<')
      return this.#mask.text(body.replace(ELEMENT, (all, name, more, text) => element(all, name, more, text)));
    return this.#mask.whole(/^[\w.%+[\]-]+=/.test(body) ? this.#pairs(body) : body, false);
  }

  #pairs(text: string): string {
    return text.replace(PAIR, (all, before: string, name: string, value: string) => {
      const [read, held] = [decoded(value), value === '' ? null : heldBy(decoded(name))];
      const masked = held === null ? this.#mask.whole(read, false) : held === 'secret' ? SECRET : PERSONAL;
      return masked === read ? all : `${before}${name}=${masked}`;
    });
  }
}

function element(all: string, name: string, more: string, text: string): string {
  const held = text.trim() === '' ? null : heldBy(name.replace(/^.*:/, ''));
  return held === null ? all : `<${name}${more}>${held === 'secret' ? SECRET : PERSONAL}<`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return part;
  }
}
