import { describe, expect, it } from 'vitest';
import { EngineStopped, EventRefused } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { heard, OK, tell } from './rig.ts';
import type { Stage } from './stage.ts';

/** What the port says besides the promises. */
export function asThePortSays(stage: Stage): void {
  describe('and does as the port says', () => {
    it('tells another subject of the same shop in the same commit', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', tells: [{ subject: 'order/2', script: { note: 'from 1' } }] });
      expect(heard(stage.engine, 'order/2')).toEqual(['from 1']);
    });

    it('a timer of the same name replaces the earlier one', async () => {
      stage.open();
      const later = Date.now() + 3_600_000;
      await stage.send('order/1', { note: 'a', timers: [{ name: 'x', at: later }] });
      await stage.send('order/1', { note: 'b', timers: [{ name: 'x', at: later - 3_600_000 }] });
      await stage.until(() => heard(stage.engine, 'order/1').includes('timer:x'));
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'b', 'timer:x']);
    });

    it('a paused role keeps its calls, and sends them when it resumes', async () => {
      stage.open();
      stage.engine.pause('erp');
      await stage.send('order/1', { note: 'a', calls: ['create', 'wms#1'] });
      expect(stage.outside.asked).toEqual(['DEMO:order/1:wms#1']);
      stage.engine.resume('erp');
      await stage.engine.drain();
      expect(stage.outside.asked).toEqual(['DEMO:order/1:wms#1', 'DEMO:order/1:create']);
    });

    it('finds subjects by the labels of their last decision', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', labels: ['x', 'y'] }, { note: 'b', labels: ['y'] });
      await stage.send('order/2', { note: 'a', labels: ['y'] });
      expect(stage.engine.labelled('DEMO', 'x')).toEqual([]);
      expect(stage.engine.labelled('DEMO', 'y')).toEqual(['order/1', 'order/2']);
      expect(stage.engine.labelled('OTHER', 'y')).toEqual([]);
    });

    it('its id stays and its commit number never falls', async () => {
      stage.open();
      await stage.send('order/1', 'a', 'b');
      const { id } = stage.engine;
      const commit = stage.engine.commit();
      expect(commit).toBe(2);
      stage.reopen();
      expect(stage.engine.id).toBe(id);
      expect(stage.engine.commit()).toBe(commit);
    });

    it('beats while it can commit, and counts no decision for it', async () => {
      stage.openIdle();
      await stage.engine.beat();
      expect(stage.engine.commit()).toBe(0);
      await stage.engine.stop();
      await expect(stage.engine.beat()).rejects.toThrow(EngineStopped);
    });

    it('says when effects wait, once for a group', async () => {
      stage.open();
      const told: string[] = [];
      stage.engine.onEffects((shop) => told.push(shop));
      await stage.send('order/1', { note: 'a', notes: ['x'] }, { note: 'b', notes: ['y'] });
      expect(told).toEqual(['DEMO']);
    });

    it('counts what is behind', async () => {
      stage.openIdle({ now: () => 1234 });
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['create'], mirror: 'm' })]);
      expect(stage.engine.backlog()).toMatchObject({ events: 1, oldestAt: 1234, openSubjects: 0 });
      stage.engine.pause();
      stage.engine.start();
      await stage.engine.drain();
      expect(stage.engine.backlog()).toMatchObject({
        events: 0,
        calls: 1,
        effects: 1,
        openSubjects: 1,
        oldestAt: null,
      });
    });

    it('a closed subject is still known, and does not count as open', async () => {
      stage.open();
      await stage.send('order/1', 'a', { note: 'b', close: true });
      await stage.send('order/2', 'a');
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'b']);
      expect(stage.engine.backlog()).toMatchObject({ openSubjects: 1 });
    });

    it('refuses what is above a limit, takes nothing of that batch, and goes on', async () => {
      stage.open();
      const large = tell('order/1', { note: 'x'.repeat(LIMITS.eventBytesMax) });
      await expect(stage.engine.submit([tell('order/1', 'a'), large])).rejects.toThrow(EventRefused);
      await expect(stage.engine.submit([tell('no subject', 'a')])).rejects.toThrow(EventRefused);
      await stage.send('order/1', 'b');
      expect(heard(stage.engine, 'order/1')).toEqual(['b']);
    });

    it('stop lets calls end, aborts those that take longer, and takes nothing more', async () => {
      stage.open();
      stage.outside.hold = true;
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['quick', 'slow'] })]);
      await stage.until(() => stage.outside.held.size === 2);
      stage.outside.held.get('quick')?.(OK);
      await stage.engine.stop(5);
      await expect(stage.engine.submit([tell('order/1', 'late')])).rejects.toThrow(EngineStopped);
      stage.open();
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'called:quick:ok', 'called:slow:unknown_outcome']);
    });

    it('a dispatch that throws is an outcome, not a crash', async () => {
      stage.open({ dispatch: () => Promise.reject(new Error('x')) });
      await stage.send('order/1', { note: 'a', calls: ['create'] });
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'called:create:internal']);
    });
  });
}
