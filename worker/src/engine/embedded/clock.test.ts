import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heard, host, Outside, type Script, tell } from '../conformance/rig.ts';
import { ManualTicker } from '../manual-ticker.ts';
import { KEYS_KEPT } from './call-store.ts';
import type { EmbeddedEngine } from './embedded-engine.ts';
import { openEmbeddedEngine } from './open.ts';

const DAY = 24 * 3600_000;

describe('The embedded engine on a clock that a test moves', () => {
  let folder: string;
  let ticker: ManualTicker;
  let outside: Outside;
  let engine: EmbeddedEngine;
  const open = (start = true) => {
    engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), host(outside, { now: ticker.now, ticker }));
    if (start) engine.start();
  };
  const send = async (subject: string, ...scripts: (Script | string)[]) => {
    const sent = engine.submit(scripts.map((script) => tell(subject, script)));
    await ticker.settle();
    await sent;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
    ticker = new ManualTicker(1000);
    outside = new Outside();
    open();
  });
  afterEach(() => {
    engine.abandon();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a timer fires at its instant, not before, however far it is, also over a restart', async () => {
    await send('order/1', { note: 'a', timers: [{ name: 'x', at: 90 * DAY }] });
    await ticker.moveTo(90 * DAY - 1);
    expect(heard(engine, 'order/1')).toEqual(['a']);
    engine.abandon();
    open();
    await ticker.moveTo(90 * DAY);
    expect(heard(engine, 'order/1')).toEqual(['a', 'timer:x']);
  });

  it('a timer that is due, but replaced by an event that came first, does not fire', async () => {
    await send('order/1', {
      note: 'a',
      timers: [
        { name: 'x', at: 2000 },
        { name: 'y', at: 2000 },
      ],
    });
    engine.abandon();
    await ticker.moveTo(2500);
    open(false);
    const sent = engine.submit([
      tell('order/1', {
        note: 'b',
        timers: [
          { name: 'x', at: 9000 },
          { name: 'y', at: null },
        ],
      }),
    ]);
    engine.start();
    await ticker.settle();
    await sent;
    expect(heard(engine, 'order/1')).toEqual(['a', 'b']);
    await ticker.moveTo(9000);
    expect(heard(engine, 'order/1')).toEqual(['a', 'b', 'timer:x']);
  });

  it('a timer that was taken off, and those of a closed subject, never fire', async () => {
    await send(
      'order/1',
      { note: 'a', timers: [{ name: 'x', at: 2000 }] },
      { note: 'b', timers: [{ name: 'x', at: null }] },
    );
    await send('order/2', { note: 'a', timers: [{ name: 'x', at: 2000 }] }, { note: 'b', close: true });
    await ticker.moveTo(3000);
    expect([heard(engine, 'order/1'), heard(engine, 'order/2')]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('what is submitted together is one commit, and everything it led to leaves after it', async () => {
    await ticker.settle();
    const sent = Array.from({ length: 50 }, (_, nr) =>
      engine.submit([tell(`order/${nr}`, { note: 'a', calls: ['create'] })]),
    );
    expect(ticker.pending).toBe(1);
    await ticker.step();
    await Promise.all(sent);
    expect(engine.commit()).toBe(50);
    expect(outside.asked).toHaveLength(8);
  });

  it("promise 3: a shop's flood doesn't keep another shop waiting", async () => {
    await ticker.settle();
    const flood = engine.submit(Array.from({ length: 1000 }, (_, nr) => tell(`order/${nr}`, 'a')));
    const other = engine.submit([{ ...tell('order/1', 'b'), shop: 'OTHER' }]);
    await ticker.step();
    await Promise.all([flood, other]);
    expect(engine.backlog().events).toBeGreaterThan(700);
    expect(engine.peek({ shop: 'OTHER', subject: 'order/1' })).not.toBeNull();
  });

  it('a backlog longer than a group is decided in the order of arrival', async () => {
    await ticker.settle();
    const notes = Array.from({ length: 700 }, (_, nr) => `${nr}`);
    const sent = engine.submit(notes.map((note) => tell('order/1', note)));
    await ticker.step();
    const late = engine.submit([tell('order/1', 'late')]);
    await ticker.settle();
    await Promise.all([sent, late]);
    expect(heard(engine, 'order/1')).toEqual([...notes, 'late']);
  });

  it('a backlog of large events is read in parts, in order', async () => {
    engine.abandon();
    open(false);
    const notes = Array.from({ length: 12 }, (_, nr) => `${nr}`.repeat(900_000 / `${nr}`.length));
    const subjects = notes.map((_, nr) => `order/${nr}`);
    const sent = engine.submit(
      notes.map((note, nr) => tell(subjects[nr] ?? '', { note: `${nr}`, mirror: note.slice(0, 5), text: note })),
    );
    await ticker.settle();
    await sent;
    engine.start();
    await ticker.settle();
    expect(subjects.map((subject) => heard(engine, subject))).toEqual(subjects.map((_, nr) => [`${nr}`]));
  });

  it('a subject that is blocked keeps one notice of a kind', async () => {
    await send('order/1', { note: 'poison', fail: true });
    for (const id of ['n1', 'n2', 'n3']) {
      const notice = { id, shop: 'DEMO', subject: 'order/1', event: { type: 'notice', role: 'erp' } } as const;
      void engine.submit([notice]);
      await ticker.settle();
    }
    expect(engine.backlog().setAside).toBe(2);
  });

  it('a held lane is asked again at its instant, in order', async () => {
    outside.says.set('first', { kind: 'waiting', at: 5000, why: 'the limit' });
    await send('order/1', { note: 'a', calls: ['first'] });
    await send('order/2', { note: 'a', calls: ['second'] });
    await ticker.moveTo(4999);
    const held = { shop: 'DEMO', role: 'erp', calls: 2, until: 5000, why: 'the limit', reason: 'shop' };
    expect(engine.backlog().held).toEqual([held]);
    expect(outside.asked).toEqual(['DEMO:order/1:first']);
    await ticker.moveTo(5000);
    expect(outside.asked).toEqual(['DEMO:order/1:first', 'DEMO:order/1:first', 'DEMO:order/2:second']);
    expect(engine.backlog().held).toEqual([]);
  });

  it('a closed subject is forgotten after a day, but not while the shop owes an answer', async () => {
    await send('order/1', { note: 'a', calls: ['create'], labels: ['l'], close: true });
    await send('order/2', { note: 'a', mirror: 'm', close: true });
    await ticker.moveTo(3 * DAY);
    expect(heard(engine, 'order/1')).toEqual([]);
    expect(engine.labelled('DEMO', 'l')).toEqual([]);
    expect(heard(engine, 'order/2')).toEqual(['a']);
    await send('order/1', { note: 'b', calls: ['create'] });
    expect(outside.asked).toEqual(['DEMO:order/1:create', 'DEMO:order/1:create']);
  });

  it("a subject's keys are remembered until it has used many others", async () => {
    const calls = Array.from({ length: 2 * KEYS_KEPT }, (_, nr) => `c${nr}`);
    for (let from = 0; from < calls.length; from += 16)
      await send('order/1', { note: `${from}`, calls: calls.slice(from, from + 16) });
    await send('order/1', { note: 'again', calls: [`c${KEYS_KEPT + 1}`, 'c0'] });
    expect(outside.asked.slice(2 * KEYS_KEPT)).toEqual(['DEMO:order/1:c0']);
  });

  it('ids are remembered for a week', async () => {
    const event = tell('order/1', 'a');
    const submit = async () => {
      const sent = engine.submit([event]);
      await ticker.settle();
      await sent;
    };
    await submit();
    await ticker.moveTo(6 * DAY);
    await submit();
    expect(heard(engine, 'order/1')).toEqual(['a']);
    await ticker.moveTo(8 * DAY);
    await send('order/2', 'wakes the housekeeping');
    await submit();
    expect(heard(engine, 'order/1')).toEqual(['a', 'a']);
  });

  it('repeated from the start, a run is the same run', async () => {
    const run = async (): Promise<unknown> => {
      for (let nr = 0; nr < 30; nr++)
        await send(`order/${nr % 4}`, { note: `${nr}`, calls: [`c${nr}`], mirror: `m${nr}` });
      return [outside.asked, engine.effects('DEMO', 100), engine.commit()];
    };
    const first = await run();
    engine.abandon();
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
    ticker = new ManualTicker(1000);
    outside = new Outside();
    open();
    expect(await run()).toEqual(first);
  });

  it('a subject that closed long ago is not forgotten in the commit in which it asks for something anew', async () => {
    await send('order/1', { note: 'a', close: true });
    engine.abandon();
    await ticker.moveTo(3 * DAY);
    open(false);
    engine.pause();
    const sent = engine.submit([tell('order/1', { note: 'b', calls: ['create'], close: true })]);
    engine.start();
    await ticker.settle();
    await sent;
    engine.resume();
    await ticker.settle();
    expect(heard(engine, 'order/1')).toEqual(['a', 'b', 'called:create:ok']);
  });
});
