import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decider, Decision, FlowEvent } from '@causeway/contracts';
import { mirror } from '../conformance/rig.ts';
import type { EngineEvent, EngineHost } from '../engine.ts';
import { openEmbeddedEngine } from './open.ts';
import { openFile } from './schema.ts';

/**
 * Events a second, submitted, decided and committed with `synchronous=FULL`; each event is 2 KB, each state 1 KB.
 * `node worker/src/engine/embedded/bench.ts [seconds per line]`. Compare lines of one run, not runs.
 */
const SECONDS = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'));

interface State {
  readonly n: number;
  readonly text: string;
}

function flow(full: boolean): Decider<unknown, unknown> {
  return {
    flow: 'order',
    version: 1,
    initial: (): State => ({ n: 0, text: 'x'.repeat(1000) }),
    fromCheckpoint: () => null,
    decide(before, event: FlowEvent): Decision<State> {
      const state = { ...(before as State), n: (before as State).n + 1 };
      const talks = full && event.type === 'told';
      return {
        state,
        calls: talks ? [{ key: `c#${state.n}`, role: 'erp', operation: 'do', request: state.text }] : [],
        timers: talks ? [{ name: 'look', at: Date.now() + 3_600_000 }] : [],
        tells: [],
        effects: talks ? [{ kind: 'mirror', key: 'm', body: { ...mirror(`${state.n}`), reason: `${state.n}` } }] : [],
        labels: talks ? ['x'] : [],
        open: true,
      };
    },
  };
}

/** One line: `outstanding` submitters at once, over so many subjects. */
async function line(
  name: string,
  options: { subjects: number; outstanding: number; full?: boolean; batch?: number },
): Promise<number> {
  const { subjects, outstanding, full = false, batch = 1 } = options;
  const host: EngineHost = {
    deciders: { order: flow(full) },
    shop: () => ({ goLiveAt: 0, settings: {} }),
    dispatch: () => Promise.resolve({ kind: 'ok', reply: null }),
    now: Date.now,
    callsAtOnce: 64,
    log: (_level, message, fields) => console.error(message, fields),
  };
  const engine = openEmbeddedEngine(join(folder, `${name.replaceAll(/\W/g, '-')}.sqlite`), host);
  engine.start();
  let made = 0;
  const next = (): EngineEvent => {
    const nr = ++made;
    return {
      id: `event-${nr}`,
      shop: 'DEMO',
      subject: `order/${nr % subjects}`,
      event: { type: 'told', from: 'x/1', body: 'x'.repeat(2000) },
    };
  };
  const until = performance.now() + SECONDS * 1000;
  const began = performance.now();
  const submitter = async () => {
    while (performance.now() < until) await engine.submit(Array.from({ length: batch }, next));
  };
  await Promise.all(Array.from({ length: outstanding }, submitter));
  await engine.drain();
  const rate = engine.commit() / ((performance.now() - began) / 1000);
  await engine.stop();
  console.log(`${name.padEnd(58)} ${Math.round(rate).toString().padStart(7)} decisions/s`);
  return rate;
}

function bareCommits(): number {
  const db = openFile(join(folder, 'bare.sqlite'));
  const insert = db.prepare('INSERT INTO event (shop, subject, body, at) VALUES (?, ?, ?, ?)');
  const began = performance.now();
  let done = 0;
  for (; performance.now() < began + SECONDS * 1000; done++) insert.run('DEMO', 'order/1', 'x'.repeat(2000), done);
  db.close();
  const rate = done / SECONDS;
  console.log(
    `${'bare SQLite, one insert a commit (for comparison)'.padEnd(58)} ${Math.round(rate).toString().padStart(7)} commits/s`,
  );
  return rate;
}

const bare = bareCommits();
const single = await line('one subject, one event at a time', { subjects: 1, outstanding: 1 });
const grouped = await line('one subject, 50 submitters', { subjects: 1, outstanding: 50 });
const many = await line('10,000 subjects, 50 submitters', { subjects: 10_000, outstanding: 50 });
const batches = await line('10,000 subjects, one submitter of 200 a batch (exchange)', {
  subjects: 10_000,
  outstanding: 1,
  batch: 200,
});
const full = await line('the same, each event: call, outcome, timer, mirror, label', {
  subjects: 10_000,
  outstanding: 1,
  batch: 200,
  full: true,
});
console.log(
  `single ${(single / bare).toFixed(2)} of bare; 50 at once ${(grouped / single).toFixed(1)} times single on one subject, ${(many / single).toFixed(1)} on many; batch ${(batches / single).toFixed(1)}, with everything ${(full / single).toFixed(1)}`,
);
rmSync(folder, { recursive: true });
