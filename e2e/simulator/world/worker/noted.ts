import type { SQLInputValue } from 'node:sqlite';
import { callId } from '../../../../worker/src/engine/embedded/call-store.ts';
import { effectId } from '../../../../worker/src/engine/embedded/effect-store.ts';

/** What a transaction of the engine makes durable, as far as a crash around it is told apart. */
export type Held = 'rows' | 'call sent' | 'outcome' | 'answer';

/** What may be heard of once the disk has it. */
export type Heard = 'row' | 'call' | 'effect';

export interface Noted {
  readonly begins: string;
  readonly held: Held | null;
  readonly when?: (values: readonly SQLInputValue[]) => boolean;
  /** What may be heard of it, and its name. */
  readonly heard?: readonly [Heard, (...values: string[]) => string];
}

const isWrittenAsSent = (values: readonly SQLInputValue[]): boolean => values.at(-1) === 1;
/** An event's name among all shops'. */
export const eventOf = (shop = '', id = ''): string => `${shop} ${id}`;

/** By how a statement begins, and what it writes. What is never seen again here leaves its row of the matrix empty, and that fails. */
const NOTED: readonly Noted[] = [
  { begins: 'INSERT OR IGNORE INTO seen', held: 'rows', heard: ['row', eventOf] },
  {
    begins: 'INSERT INTO call (id',
    held: 'call sent',
    when: isWrittenAsSent,
    heard: ['call', (_id, shop = '', subject = '', key = '') => callId({ shop, subject, key })],
  },
  { begins: 'UPDATE call SET sent = 1', held: 'call sent' },
  { begins: 'DELETE FROM call WHERE id', held: 'outcome' },
  {
    begins: 'INSERT INTO effect',
    held: null,
    heard: [
      'effect',
      (_seq, shop = '', subject = '', epoch, n) => eventOf(shop, effectId(subject, Number(epoch), Number(n))),
    ],
  },
  { begins: 'DELETE FROM effect WHERE seq', held: 'answer' },
  { begins: 'UPDATE effect SET waiting = 0 WHERE seq', held: 'answer' },
];

/** What a statement of the engine writes; undefined: nothing that is told apart. */
export const notedOf = (sql: string): Noted | undefined => NOTED.find(({ begins }) => sql.startsWith(begins));
