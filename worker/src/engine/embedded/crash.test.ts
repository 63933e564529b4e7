import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { host, Outside } from '../conformance/rig.ts';
import type { EngineEvent } from '../engine.ts';
import type { FromChild, Tally, ToChild } from './crash-child.ts';
import { EngineFileInUse } from './file-lock.ts';
import { openEmbeddedEngine } from './open.ts';

const KILLS = 15;
const SUBJECTS = ['order/1', 'order/2', 'order/3', 'order/4', 'order/5', 'order/6'];
const OUTSTANDING_MAX = 6;

interface Batch {
  readonly nr: number;
  readonly events: readonly EngineEvent[];
}

/** Feeds an engine process and sends again, to the next one, whatever it did not confirm. */
class Feeder {
  readonly sent = new Map<string, string[]>(SUBJECTS.map((subject) => [subject, []]));
  readonly #folder: string;
  #unconfirmed: Batch[] = [];
  #made = 0;
  sentAgain = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async spawn(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'crash-child.ts'), [this.#folder], { execArgv: [] });
    await once(child, 'message');
    return child;
  }

  /** Keeps the engine busy until it dies; resolves, with its death to come, once it confirmed something. */
  async feed(child: ChildProcess): Promise<{ readonly dead: Promise<unknown> }> {
    const dead = once(child, 'exit');
    child.on('message', (message: FromChild) => {
      if (!('confirmed' in message)) return;
      this.#confirm(message.confirmed);
      this.#fill(child);
    });
    this.#again(child);
    this.#fill(child);
    await once(child, 'message');
    return { dead };
  }

  async finish(child: ChildProcess): Promise<Record<string, Tally | null>> {
    return new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the engine ended early')));
      child.on('message', (message: FromChild) => {
        if ('tallies' in message) resolve(message.tallies);
        if (!('confirmed' in message)) return;
        this.#confirm(message.confirmed);
        if (this.#unconfirmed.length === 0) this.#send(child, { finish: [...SUBJECTS, 'order/total'] });
      });
      this.#again(child);
      if (this.#unconfirmed.length === 0) this.#send(child, { finish: [...SUBJECTS, 'order/total'] });
    });
  }

  #again(child: ChildProcess): void {
    this.sentAgain += this.#unconfirmed.length;
    for (const { nr, events } of this.#unconfirmed) this.#send(child, { batch: nr, events });
  }

  #fill(child: ChildProcess): void {
    while (this.#unconfirmed.length < OUTSTANDING_MAX && child.connected) {
      const batch = { nr: ++this.#made, events: SUBJECTS.map((subject) => this.#event(subject)) };
      this.#unconfirmed.push(batch);
      this.#send(child, { batch: batch.nr, events: batch.events });
    }
  }

  #event(subject: string): EngineEvent {
    const id = `${subject}-${this.#made}`;
    this.sent.get(subject)?.push(id);
    return { id, shop: 'DEMO', subject, event: { type: 'told', from: 'test/1', body: { id } } };
  }

  #confirm(nr: number): void {
    this.#unconfirmed = this.#unconfirmed.filter((batch) => batch.nr !== nr);
  }

  #send(child: ChildProcess, message: ToChild): void {
    // A child that was killed can't be told; what it would have heard stays unconfirmed.
    if (child.connected) child.send(message, () => undefined);
  }
}

describe(`The embedded engine's process, killed ${KILLS} times at work`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-crash-'));
  const feeder = new Feeder(folder);
  let tallies: Record<string, Tally | null> = {};
  let commits: string[] = [];
  let kills = 0;

  beforeAll(async () => {
    for (; kills < KILLS; kills++) {
      const child = await feeder.spawn();
      const { dead } = await feeder.feed(child);
      await sleep(Math.random() * 60);
      if (kills === 0)
        expect(() => openEmbeddedEngine(join(folder, 'engine.sqlite'), host(new Outside()))).toThrow(EngineFileInUse);
      child.kill('SIGKILL');
      await dead;
    }
    tallies = await feeder.finish(await feeder.spawn());
    commits = readFileSync(join(folder, 'commits.log'), 'utf8').trim().split('\n');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('was killed while events were unconfirmed and calls were out', () => {
    const unknown = Object.values(tallies).flatMap((tally) => Object.values(tally?.outcomes ?? {}).flat());
    expect(feeder.sentAgain).toBeGreaterThan(0);
    expect(unknown.filter((word) => word === 'unknown_outcome').length).toBeGreaterThan(0);
  });

  it('promises 1 and 3: every event was counted exactly once, in order', () => {
    for (const subject of SUBJECTS) expect(tallies[subject]?.ids).toEqual(feeder.sent.get(subject));
    const all = [...feeder.sent.values()].flat();
    expect([...(tallies['order/total']?.ids ?? [])].sort()).toEqual(all.sort());
  });

  it('promise 2: no call was committed twice, and each has one outcome, true to what happened', () => {
    expect(new Set(commits).size).toBe(commits.length);
    const committed = new Set(commits);
    for (const subject of SUBJECTS) {
      const keys = feeder.sent.get(subject)?.map((id) => `commit#${id}`) ?? [];
      const outcomes = tallies[subject]?.outcomes ?? {};
      expect(Object.keys(outcomes).sort()).toEqual(keys.sort());
      for (const [key, words] of Object.entries(outcomes)) {
        expect(words).toHaveLength(1);
        if (words[0] === 'ok') expect(committed).toContain(`DEMO:${subject}:${key}`);
        else expect(words[0]).toBe('unknown_outcome');
      }
    }
  });
});
