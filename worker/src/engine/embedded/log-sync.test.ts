import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerTo, heard, host, Outside, tell } from '../conformance/rig.ts';
import { EngineStopped } from '../errors.ts';
import type { EmbeddedEngine } from './embedded-engine.ts';
import type { LogSync } from './log-sync.ts';
import { openEmbeddedEngine } from './open.ts';

/** A disk that says that it holds what it was given when it is told to. */
class SlowDisk implements LogSync {
  readonly asked: { readonly done: () => void; readonly fail: (why: Error) => void }[] = [];
  closed = false;

  sync(): Promise<void> {
    return new Promise((done, fail) => this.asked.push({ done, fail }));
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** The next sync that is asked for. */
  async next() {
    await vi.waitUntil(() => this.asked.length > 0, 10_000);
    const [sync] = this.asked.splice(0);
    if (sync === undefined) throw new Error('nobody asked');
    return sync;
  }
}

describe('What is committed and not yet on the disk', () => {
  let folder: string;
  let outside: Outside;
  let disk: SlowDisk;
  let engine: EmbeddedEngine;
  const told: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
    [outside, disk] = [new Outside(), new SlowDisk()];
    engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), host(outside), { log: disk });
    told.length = 0;
    engine.onEffects((shop) => told.push(shop));
    engine.start();
    (await disk.next()).done();
  });
  afterEach(async () => {
    engine.abandon();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A decision with a call and an effect, committed; resolves as its sync is under way. */
  async function committed(subject: string) {
    const taken = engine.submit([tell(subject, { note: 'a', calls: ['create'], notes: ['hello'] })]);
    const settled = vi.fn();
    taken.then(settled, settled);
    const sync = await disk.next();
    expect(heard(engine, subject)).toEqual(['a']);
    return { taken, settled, sync };
  }

  it('is heard of by nobody: no promise, no call, no effect, no commit number; then by all', async () => {
    const before = engine.commit();
    const { taken, settled, sync } = await committed('order/1');
    expect(settled).not.toHaveBeenCalled();
    expect([outside.asked, told, engine.effects('DEMO', 9), engine.commit()]).toEqual([[], [], [], before]);
    expect(engine.unfinished('DEMO')).toEqual({ events: 0, calls: 1 });
    sync.done();
    await taken;
    expect([outside.asked, told, engine.commit()]).toEqual([['DEMO:order/1:create'], ['DEMO'], before + 1]);
    expect(engine.effects('DEMO', 9)).toHaveLength(1);
  });

  it('waits for its own sync: what came while another was under way is committed after that', async () => {
    const { taken, sync } = await committed('order/1');
    const later = engine.submit([tell('order/2', 'b')]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard(engine, 'order/2')).toEqual([]);
    sync.done();
    await taken;
    (await disk.next()).done();
    await later;
    expect(heard(engine, 'order/2')).toEqual(['b']);
  });

  it('an effect in the place of one that was answered meanwhile is not shown before it is there', async () => {
    const { taken, sync } = await committed('order/1');
    sync.done();
    await taken;
    const [effect] = engine.effects('DEMO', 9);
    if (effect === undefined) throw new Error('no effect');
    (await disk.next()).done();
    const answered = engine.answer('DEMO', [answerTo(effect)]);
    const other = engine.submit([tell('order/2', { note: 'b', notes: ['in its place'] })]);
    const second = await disk.next();
    expect(engine.effects('DEMO', 9)).toEqual([]);
    second.done();
    await Promise.all([answered, other]);
    expect(engine.effects('DEMO', 9).map(({ subject }) => subject)).toEqual(['order/2']);
  });

  it('does not leave where calls were paused meanwhile, and goes on later', async () => {
    const { taken, sync } = await committed('order/1');
    engine.pause('erp');
    sync.done();
    await taken;
    (await disk.next()).done();
    expect(outside.asked).toEqual([]);
    engine.resume('erp');
    (await disk.next()).done();
    await vi.waitUntil(() => outside.asked.length === 1, 10_000);
  });

  it('a sync that fails ends the engine: the caller hears it, nothing leaves, no later yes counts', async () => {
    outside.hold = true;
    const first = await committed('order/0');
    first.sync.done();
    await first.taken;
    const before = engine.commit();
    const { taken, sync } = await committed('order/1');
    sync.fail(new Error('EIO'));
    await expect(taken).rejects.toThrow('EIO');
    await expect(engine.submit([tell('order/2', 'b')])).rejects.toThrow(EngineStopped);
    await expect(engine.beat()).rejects.toThrow(EngineStopped);
    // Who looks for the reason still can.
    expect(engine.backlog()).toMatchObject({ events: 0, calls: 2 });
    await engine.stop();
    expect([outside.asked, told, engine.commit()]).toEqual([['DEMO:order/0:create'], ['DEMO'], before]);
    expect(disk).toEqual({ asked: [], closed: true });
  });

  it('is waited for by a stop: what it lets go is out, and comes back', async () => {
    const { taken, sync } = await committed('order/1');
    const stopped = engine.stop();
    sync.done();
    await taken;
    await stopped;
    expect(outside.asked).toEqual(['DEMO:order/1:create']);
    const again = openEmbeddedEngine(join(folder, 'engine.sqlite'), host(outside));
    again.start();
    await again.drain();
    expect(heard(again, 'order/1')).toEqual(['a', 'called:create:ok']);
    await again.stop();
  });
});
