/** A phrase as gettext names it. */
export interface Phrase {
  readonly text: string;
  readonly plural: string | null;
  readonly context: string | null;
  /** What the programmer tells the translator; empty: nothing. */
  readonly hint: string;
}

/** A phrase that gettext can't find: it isn't written out, or its text domain isn't ours. */
export class UnreadablePhrase extends Error {}

/** WordPress's functions, in PHP and in JavaScript: at which argument the text domain stands, the plural, the context. */
const FUNCTIONS: Readonly<
  Record<string, { readonly domain: number; readonly plural?: number; readonly context?: number }>
> = {
  __: { domain: 1 },
  _e: { domain: 1 },
  esc_html__: { domain: 1 },
  esc_html_e: { domain: 1 },
  esc_attr__: { domain: 1 },
  esc_attr_e: { domain: 1 },
  _x: { context: 1, domain: 2 },
  esc_html_x: { context: 1, domain: 2 },
  esc_attr_x: { context: 1, domain: 2 },
  _n: { plural: 1, domain: 3 },
  _nx: { plural: 1, context: 3, domain: 4 },
};
const CALL = new RegExp(`(?<![\\w$>:'"])(${Object.keys(FUNCTIONS).join('|')})\\(`, 'g');
const LITERAL = /^\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*$/s;
const HINT = /translators:\s*(.*?)\s*\*\/[\s\S]{0,80}$/;

/** Every phrase that a source, PHP or TypeScript, gives to be translated; WordPress's own (no domain) are its own. Throws `UnreadablePhrase`. */
export function phrasesIn(source: string, domain: string): Phrase[] {
  return [...source.matchAll(CALL)].flatMap((call) => {
    const [opening, name = ''] = call;
    const args = argumentsAt(source, call.index + opening.length);
    const { plural, context, domain: last = 1 } = FUNCTIONS[name] ?? {};
    if (args[last] === undefined) return [];
    const said = (index: number | undefined) =>
      index === undefined ? null : literal(args[index] ?? '', source, call.index);
    if (said(last) !== domain) throw unreadable(source, call.index, `its text domain isn't '${domain}'`);
    const hint = HINT.exec(source.slice(Math.max(0, call.index - 300), call.index))?.[1] ?? '';
    return { text: said(0) ?? '', plural: said(plural), context: said(context), hint };
  });
}

/** The text of each argument of a call whose bracket has just been opened. */
function argumentsAt(source: string, from: number): string[] {
  const args: string[] = [];
  let depth = 0;
  let quote = '';
  let begin = from;
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === "'" || sign === '"' || sign === '`') quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if (depth > 0 && ')]}'.includes(sign)) depth -= 1;
    else if (depth === 0 && (sign === ',' || sign === ')')) {
      const written = source.slice(begin, at);
      if (written.trim() !== '') args.push(written);
      if (sign === ')') return args;
      begin = at + 1;
    }
  }
  throw unreadable(source, from, 'its bracket is never closed');
}

function literal(argument: string, source: string, at: number): string {
  const [match, single, double] = LITERAL.exec(argument) ?? [];
  if (match === undefined) throw unreadable(source, at, 'it is not written out');
  return (single ?? double ?? '').replace(/\\(['"\\])/g, '$1').replaceAll('\\n', '\n');
}

function unreadable(source: string, at: number, why: string): UnreadablePhrase {
  return new UnreadablePhrase(`${source.slice(at, at + 60).split('\n')[0]}…: ${why}`);
}
