import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Phrase, phrasesIn, UnreadablePhrase } from './phrases.ts';
import type { Entry } from './zip.ts';

const DOMAIN = 'causeway';
/** The script as a shop has it: what makes JSON for the browser goes by it. */
const PANEL = 'build/index.js';

interface Collected extends Phrase {
  readonly places: readonly string[];
}

/**
 * What translators begin with: every phrase of the plugin and its panel, as `languages/causeway.pot`.
 * `plugin`: the plugin's files below `causeway/`. Throws `UnreadablePhrase`, with the file's name.
 */
export function catalogueOf(checkout: string, plugin: readonly Entry[], version: string, time: Date): Entry {
  const php = plugin.filter(({ path }) => path.endsWith('.php') && !path.includes('/build/'));
  const collected = new Map<string, Collected>();
  for (const { path, content } of php) collect(collected, path.replace('causeway/', ''), content.toString('utf8'));
  for (const source of panelSources(join(checkout, 'admin-ui/src'))) collect(collected, PANEL, source);
  const keys = [...collected.keys()].sort();
  const entries = keys.map((key) => entryOf(collected.get(key)));
  const content = Buffer.from([header(version, time), ...entries].join('\n'));
  return { path: 'causeway/languages/causeway.pot', content };
}

function panelSources(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /(?<!\.test)\.tsx?$/.test(file)).sort();
  return sources.map((file) => readFileSync(join(folder, file), 'utf8'));
}

function collect(into: Map<string, Collected>, place: string, source: string): void {
  try {
    for (const phrase of phrasesIn(source, DOMAIN)) {
      const key = JSON.stringify([phrase.text, phrase.context]);
      const before = into.get(key);
      const places = [...new Set([...(before?.places ?? []), place])].sort();
      // The plural form may be told by one place only.
      into.set(key, {
        ...phrase,
        plural: phrase.plural ?? before?.plural ?? null,
        hint: phrase.hint || before?.hint || '',
        places,
      });
    }
  } catch (error) {
    if (error instanceof UnreadablePhrase) throw new UnreadablePhrase(`${place}: ${error.message}`);
    throw error;
  }
}

function header(version: string, time: Date): string {
  const at = time.toISOString().replace('T', ' ').slice(0, 16);
  return `msgid ""
msgstr ""
"Project-Id-Version: Causeway for WooCommerce ${version}\\n"
"POT-Creation-Date: ${at}+0000\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Domain: ${DOMAIN}\\n"
`;
}

function entryOf(phrase: Collected | undefined): string {
  if (phrase === undefined) return '';
  const { text, plural, context, hint, places } = phrase;
  return [
    ...(hint === '' ? [] : [`#. translators: ${hint}`]),
    `#: ${places.join(' ')}`,
    ...(context === null ? [] : [`msgctxt ${quoted(context)}`]),
    `msgid ${quoted(text)}`,
    ...(plural === null ? ['msgstr ""'] : [`msgid_plural ${quoted(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""']),
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
