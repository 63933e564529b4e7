import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Decider, FlowEvent } from '@causeway/contracts';
import type { EngineEvent } from '../engine.ts';
import { openEmbeddedEngine } from './open.ts';

/**
 * The process that `crash.test.ts` kills: an engine, a flow that counts, and an "outside system" that commits each
 * call by a line in a file before it answers. Talks with its parent by Node's IPC.
 */
export interface Tally {
  readonly ids: readonly string[];
  /** Outcomes by call key; each must be there once. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
}

export type ToChild =
  | { readonly batch: number; readonly events: readonly EngineEvent[] }
  | { readonly finish: readonly string[] };
export type FromChild =
  | { readonly ready: true }
  | { readonly confirmed: number }
  | { readonly tallies: Readonly<Record<string, Tally | null>> };

const TOTAL = 'order/total';

function decide(state: Tally, event: FlowEvent, subject: string): { state: Tally; id: string | null } {
  if (event.type === 'told') {
    const { id } = event.body as { id: string };
    return { state: { ...state, ids: [...state.ids, id] }, id: subject === TOTAL ? null : id };
  }
  if (event.type !== 'called') throw new Error(`unexpected ${event.type}`);
  const word = event.outcome.kind === 'ok' ? 'ok' : event.outcome.category;
  const outcomes = { ...state.outcomes, [event.key]: [...(state.outcomes[event.key] ?? []), word] };
  return { state: { ...state, outcomes }, id: null };
}

const counting: Decider<unknown, unknown> = {
  flow: 'order',
  version: 1,
  initial: (): Tally => ({ ids: [], outcomes: {} }),
  fromCheckpoint: () => null,
  decide(before, event, { subject }) {
    const { state, id } = decide(before as Tally, event, subject);
    const calls = id === null ? [] : [{ key: `commit#${id}`, role: 'erp', operation: 'commit', request: { id } }];
    const tells = id === null ? [] : [{ subject: TOTAL, body: { id } }];
    return { state, calls, tells, timers: [], effects: [], labels: [], open: true };
  },
};

function run(folder: string): void {
  const engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), {
    deciders: { order: counting },
    shop: () => ({ goLiveAt: 0, settings: {} }),
    async dispatch(call) {
      await sleep(Math.random() * 3);
      appendFileSync(join(folder, 'commits.log'), `${call.id}\n`);
      await sleep(Math.random() * 3);
      return { kind: 'ok', reply: null };
    },
    now: Date.now,
    callsAtOnce: 16,
    log: (level, message, fields) => level === 'error' && console.error(message, fields),
  });
  engine.start();
  const say = (message: FromChild) => process.send?.(message);
  process.on('message', async (message: ToChild) => {
    if ('batch' in message) {
      await engine.submit(message.events);
      say({ confirmed: message.batch });
      return;
    }
    await engine.drain();
    const tally = (subject: string) => (engine.peek({ shop: 'DEMO', subject })?.state ?? null) as Tally | null;
    say({ tallies: Object.fromEntries(message.finish.map((subject) => [subject, tally(subject)])) });
    await engine.stop();
    process.disconnect();
  });
  say({ ready: true });
}

const folder = process.argv[2];
if (process.send && folder) run(folder);
