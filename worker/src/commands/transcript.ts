import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { orderName } from '../control/why/order-name.ts';
import type { Entry } from '../transcripts/entry.ts';
import { boundsOf, TRANSCRIPTS } from '../transcripts/open.ts';
import { readTranscripts } from '../transcripts/transcript-file.ts';
import { askedOrder } from './asked-order.ts';
import { type Terminal, UsageMistake } from './command.ts';

const SHOWN_MAX = 50;

/**
 * `causeway transcript [SHOP] ORDER`, or `system/NAME` for what is asked of a system as a whole: what was sent and
 * answered, oldest first, whether or not a worker runs. Returns the exit status: 0, or 1 where nothing is kept.
 * Throws `UsageMistake`.
 */
export function transcript(
  configuration: LoadedConfiguration,
  words: readonly string[],
  json: boolean,
  terminal: Terminal,
): number {
  const { stateDirectory, transcripts } = configuration;
  const { shop, subject } = subjectOf(configuration, words);
  const since = Date.now() - boundsOf(transcripts).ageMs;
  const kept = readTranscripts(join(stateDirectory, TRANSCRIPTS), shop, subject, since, SHOWN_MAX) ?? [];
  const entries = kept.toReversed();
  if (json) terminal.out(JSON.stringify(entries, null, 2));
  else for (const line of entries.flatMap(printed)) terminal.out(line);
  if (entries.length > 0) return 0;
  if (!json) terminal.err(`Nothing is kept about ${subject}${shop && ` of ${shop}`}: ${why(transcripts)}.`);
  return 1;
}

function subjectOf(configuration: LoadedConfiguration, words: readonly string[]): { shop: string; subject: string } {
  const [only = '', ...more] = words;
  if (more.length === 0 && only.startsWith('system/')) return { shop: '', subject: only };
  const { shop, order } = askedOrder('transcript', configuration, words);
  const { id } = orderName(order);
  if (id === null) throw new UsageMistake(`name the order by its id or external id: "${order}" is neither`);
  return { shop, subject: `order/${id}` };
}

function why({ keep, days }: LoadedConfiguration['transcripts']): string {
  if (keep === 'off') return 'transcripts.keep is "off"';
  const older = `what is older than ${days} days is thrown away`;
  return keep === 'errors' ? `calls that failed are kept, and ${older}` : older;
}

function printed({ at, tookMs, system, operation, call, outcome, request, reply, problem }: Entry): string[] {
  const phase = outcome.phase === null ? '' : ` (${outcome.phase})`;
  const doing = [operation, call && `(${call})`].filter(Boolean).join(' ');
  return [
    `${new Date(at).toISOString()}  ${system}  ${doing}: ${outcome.name}${phase}, ${tookMs} ms`,
    ...indented('>', request),
    ...(reply === null ? ['  < no answer'] : indented('<', reply)),
    ...(problem === null ? [] : [`  ! ${problem}`]),
    '',
  ];
}

const indented = (sign: string, { head, body }: Entry['request']): string[] =>
  [...head.split('\n'), ...(body === null || body === '' ? [] : ['', ...body.split('\n')])].map((line) =>
    `  ${sign} ${line}`.trimEnd(),
  );
