import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heard, host, OK, Outside, tell } from '../conformance/rig.ts';
import { EngineFileTooNew } from '../errors.ts';
import { EngineFileInUse } from './file-lock.ts';
import { openEmbeddedEngine } from './open.ts';
import { openFile } from './schema.ts';

describe("The embedded engine's file", () => {
  let folder: string;
  let file: string;
  let outside: Outside;
  const open = () => openEmbeddedEngine(file, host(outside));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-engine-'));
    file = join(folder, 'engine.sqlite');
    outside = new Outside();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused while another engine works on it, and free again after stop', async () => {
    const engine = open();
    expect(open).toThrow(EngineFileInUse);
    expect(open).toThrow(`Another worker has ${file} open.`);
    await engine.stop();
    await open().stop();
  });

  it('can be read by its owner only', async () => {
    const engine = open();
    await engine.submit([tell('order/1', 'a')]);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(`${file}${suffix}`).mode & 0o077).toBe(0);
    await engine.stop();
  });

  it('is refused when a newer version wrote it, and its lock let go', () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(open).toThrow(EngineFileTooNew);
    expect(open).toThrow(EngineFileTooNew);
  });

  it('of the version before is carried over: its epoch is the one that was granted', async () => {
    const engine = open();
    engine.start();
    await engine.submit([tell('order/1', 'a')]);
    await engine.drain();
    engine.adopt('DEMO', { epoch: 3, shopId: 'a shop', incarnation: 2, recovering: true });
    await engine.stop();
    const db = new DatabaseSync(file);
    for (const column of ['granted', 'shop_id', 'incarnation', 'recovering'])
      db.exec(`ALTER TABLE shop DROP COLUMN ${column}`);
    db.exec('DROP INDEX subject_since; ALTER TABLE subject DROP COLUMN since; PRAGMA user_version = 1');
    db.close();
    const carried = open();
    expect(carried.line('DEMO')).toEqual({ epoch: 3, shopId: null, incarnation: 0, recovering: false });
    expect(heard(carried, 'order/1')).toEqual(['a']);
    await carried.stop();
  });

  it('syncs every commit to the disk', () => {
    const db = openFile(file);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    db.close();
  });

  it('does not beat while it cannot commit, also when nothing else is to be written', async () => {
    const engine = open();
    engine.start();
    await engine.beat();
    const disk = new DatabaseSync(file);
    disk.exec('BEGIN IMMEDIATE');
    await expect(engine.beat()).rejects.toThrow(/locked/);
    disk.exec('ROLLBACK');
    await engine.beat();
    // What an empty transaction would not notice.
    disk.exec("CREATE TRIGGER full BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
    await expect(engine.beat()).rejects.toThrow(/disk is full/);
    disk.close();
    await engine.stop();
  });

  it('when a commit fails the caller hears it, outcomes are kept, and work goes on once the disk does', async () => {
    const engine = open();
    engine.start();
    outside.hold = true;
    await engine.submit([tell('order/1', { note: 'a', calls: ['create'] })]);
    const disk = new DatabaseSync(file);
    disk.exec('BEGIN IMMEDIATE');
    outside.held.get('create')?.(OK);
    await expect(engine.submit([tell('order/1', 'b')])).rejects.toThrow(/locked/);
    expect(heard(engine, 'order/1')).toEqual(['a']);
    disk.exec('ROLLBACK');
    disk.close();
    await engine.submit([tell('order/1', 'b')]);
    await engine.drain();
    expect(heard(engine, 'order/1')).toEqual(['a', 'called:create:ok', 'b']);
    await engine.stop();
  });

  it('a call of a decision that could not be committed never leaves, nor in the place of another', async () => {
    const engine = open();
    engine.start();
    const disk = new DatabaseSync(file);
    disk.exec(`CREATE TRIGGER full BEFORE INSERT ON call_key WHEN NEW.key = 'second'
      BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    await expect(engine.submit([tell('order/1', { note: 'a', calls: ['first', 'second'] })])).rejects.toThrow(/full/);
    disk.exec('DROP TRIGGER full');
    disk.close();
    await engine.submit([tell('order/2', { note: 'a', calls: ['third'] })]);
    await engine.drain();
    expect(outside.asked).toEqual(['DEMO:order/2:third']);
    expect(heard(engine, 'order/1')).toEqual([]);
    await engine.stop();
  });
});
