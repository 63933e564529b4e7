import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSCRIPT_ENTRIES_MAX, type TranscriptAnswer } from '@causeway/contracts';
import type { Configuration } from '../config/configuration.ts';
import type { DispatchPorts } from '../dispatch/dispatch.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { answerOf } from './answer.ts';
import { Conversations } from './conversations.ts';
import { Keeper, type KeeperPorts } from './keeper.ts';
import { TranscriptFile } from './transcript-file.ts';

/** Its name in the state directory. */
export const TRANSCRIPTS = 'transcripts.sqlite';

const DAY_MS = 24 * 3600_000;
const MEGABYTE = 1024 * 1024;

export interface Transcripts {
  readonly conversations: Pick<Conversations, 'recorderOf'>;
  /** Runs a call; what is said meanwhile is kept under its subject. */
  readonly overhear: DispatchPorts['overhear'];
  /** The systems, with what is asked of each as a whole kept under its name. */
  heard(systems: ReadonlyMap<string, OutsideSystem>): ReadonlyMap<string, OutsideSystem>;
  /** What a shop may be told of one of its subjects, newest first. */
  readonly answer: (shop: string, subject: string) => TranscriptAnswer;
  close(): void;
}

export interface TranscriptPorts extends Pick<KeeperPorts, 'knownOf'> {
  /** The shop that a system serves alone; null: several, or none. What such a system says as a whole is theirs together. */
  readonly onlyShopOf: (system: string) => string | null;
  readonly log: Pick<Logger, 'error'>;
}

/** Where nothing is to be kept, or nothing can be, what was kept before is removed, and nothing is listened to. */
export function openTranscripts(
  { stateDirectory, transcripts: { keep, days, megabytes } }: Pick<Configuration, 'stateDirectory' | 'transcripts'>,
  { knownOf, onlyShopOf, log }: TranscriptPorts,
): Transcripts {
  const path = join(stateDirectory, TRANSCRIPTS);
  const problem = (what: string) => log.error({ problem: what }, 'what systems were told can not be kept');
  const file = keep === 'off' ? removed(path) : opened(path, boundsOf({ days, megabytes }), problem);
  if (file === null) {
    const nothing = (_shop: string, subject: string) => answerOf(subject, { keeps: 'off', days }, []);
    return { ...listening(new Conversations('off', () => undefined)), answer: nothing, close: () => undefined };
  }
  const keeper = new Keeper({ file, knownOf, problem });
  return {
    ...listening(new Conversations(keep, (occasion, outcome, said) => keeper.take(occasion, outcome, said))),
    answer: (shop, subject) => {
      const [kind, system = ''] = subject.split('/');
      const mine = kind === 'system' && onlyShopOf(system) === shop ? '' : shop;
      return answerOf(subject, { keeps: keep, days }, keeper.of(mine, subject, TRANSCRIPT_ENTRIES_MAX));
    },
    close: () => keeper.close(),
  };
}

function listening(conversations: Conversations): Pick<Transcripts, 'conversations' | 'overhear' | 'heard'> {
  return {
    conversations,
    overhear: ({ shop, subject, call: { key, operation, request } }, system, work) =>
      conversations.listen({ shop, subject, call: key, operation, system, request }, work, (result) =>
        result.kind === 'failed' ? { name: result.category, phase: result.phase } : { name: result.kind, phase: null },
      ),
    heard: (systems) => new Map([...systems].map(([name, system]) => [name, conversations.heard(system)])),
  };
}

/** For the command line: what the file says, whether or not a worker runs. */
export const boundsOf = ({ days, megabytes }: Pick<Configuration['transcripts'], 'days' | 'megabytes'>) => {
  return { ageMs: days * DAY_MS, bytes: megabytes * MEGABYTE };
};

function opened(
  path: string,
  bounds: ReturnType<typeof boundsOf>,
  problem: (what: string) => void,
): TranscriptFile | null {
  try {
    return new TranscriptFile(path, bounds, Date.now);
  } catch (error) {
    problem(`the file can't be opened (${(error as NodeJS.ErrnoException).code})`);
    return null;
  }
}

function removed(path: string): null {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  return null;
}
