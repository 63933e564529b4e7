import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import { command, heard, look, mirror, type Story, scripted, tell } from './rig.ts';
import type { Stage } from './stage.ts';

/** Promise 3 at the engine: what is poisoned blocks itself only. */
export function isolation(stage: Stage): void {
  describe('promise 3: isolation between subjects', () => {
    it('a decider that throws blocks its own subject; a retry decides all of it, in order', async () => {
      const flow = scripted();
      stage.open({ deciders: { order: flow } });
      await stage.send('order/1', { note: 'fine', mirror: 'm', labels: ['l'] });
      await stage.engine.submit([
        tell('order/1', { note: 'poison', fail: true }),
        tell('order/1', 'after'),
        tell('order/2', 'other'),
      ]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['fine']);
      expect(heard(stage.engine, 'order/2')).toEqual(['other']);
      expect(stage.engine.backlog()).toMatchObject({ setAside: 2, events: 0 });
      expect(stage.engine.labelled('DEMO', 'internal:decider')).toEqual(['order/1']);
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([
        { n: 2, body: { exceptions: [{ cause: 'internal:decider' }], checkpoint: mirror('m').checkpoint } },
      ]);

      flow.broken = false;
      await stage.engine.submit([command('order/1', 'retry')]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['fine', 'poison', 'after', 'command:retry']);
      expect(stage.engine.labelled('DEMO', 'internal:decider')).toEqual([]);
      expect(stage.engine.backlog()).toMatchObject({ setAside: 0 });
    });

    it('an exception shows no word of what the event said', async () => {
      stage.open();
      await stage.send('order/1', { note: 'Ada Lovelace', fail: true });
      expect(JSON.stringify(stage.engine.effects('DEMO', 1))).toContain('TypeError');
      expect(JSON.stringify(stage.engine.effects('DEMO', 1))).not.toContain('Lovelace');
    });

    it('what was set aside is tried again by the next instance, which may know better', async () => {
      stage.open();
      await stage.send('order/1', { note: 'poison', fail: true });
      stage.reopen({ deciders: { order: scripted({ broken: false }) } });
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['poison']);
    });

    it('a newer look makes a set-aside look void and tries the rest again', async () => {
      const flow = scripted();
      stage.open({ deciders: { order: flow } });
      await stage.send('order/1', { note: 'poison', fail: true });
      await stage.engine.submit([look('order/1', 1)]);
      flow.broken = false;
      await stage.engine.submit([look('order/1', 2)]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['poison', 'look:2']);
    });

    it('a state of an unknown version, and a checkpoint of one, are exceptions, and nothing is lost', async () => {
      stage.open();
      await stage.send('order/1', 'a');
      stage.reopen({ deciders: { order: scripted({ version: 2 }) } });
      await stage.send('order/1', 'b');
      expect(stage.engine.labelled('DEMO', 'internal:state_version')).toEqual(['order/1']);
      const checkpoint = { flow: 'order', version: 9, body: { heard: [] } };
      await stage.engine.submit([{ ...tell('order/2', 'a'), memory: { checkpoint, epoch: 1, n: 3 } }]);
      await stage.engine.drain();
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([
        { subject: 'order/1', body: { exceptions: [{ cause: 'internal:state_version' }] } },
        { subject: 'order/2', n: 4, body: { checkpoint, exceptions: [{ cause: 'internal:checkpoint_version' }] } },
      ]);
      stage.reopen();
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'b']);
    });

    it('an event that no flow wants stays visible and stops nobody', async () => {
      const logged: string[] = [];
      stage.open({ log: (level, message) => void (level === 'error' && logged.push(message)) });
      await stage.engine.submit([tell('ghost/1', 'a'), tell('order/1', 'b')]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['b']);
      expect(stage.engine.backlog()).toMatchObject({ setAside: 1 });
      expect(logged).toEqual(['an event was set aside']);
    });

    it('a role that hangs leaves room for the others', async () => {
      stage.open({ callsAtOnce: 4 });
      await stage.send('order/1', { note: 'a', calls: ['wms#0'] });
      stage.outside.hold = true;
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['1', '2', '3', '4', '5', '6'] })]);
      await stage.until(() => stage.outside.held.size > 2);
      stage.outside.hold = false;
      await stage.engine.submit([tell('order/2', { note: 'a', calls: ['wms#1'] })]);
      await stage.until(() => heard(stage.engine, 'order/2').includes('called:wms#1:ok'));
      expect(stage.outside.held.size).toBe(4);
    });
    it('a shop that is not served waits with all that is its own, and another does not notice', async () => {
      const refused = (): never => {
        throw new Error('not configured');
      };
      const of = (shop: string, event: EngineEvent): EngineEvent => ({ ...event, shop });
      const state = (shop: string) => stage.engine.peek({ shop, subject: 'order/1' })?.state as Story | undefined;
      stage.open();
      stage.outside.hold = true;
      await stage.engine.submit([of('ALT', tell('order/1', { note: 'a', calls: ['1'] }))]);
      await stage.until(() => stage.outside.held.size === 1);
      stage.engine.pause();
      const later = { note: 'b', calls: ['2'], timers: [{ name: 'wake', at: 1 }] };
      await stage.engine.submit([of('ALT', tell('order/1', later)), tell('order/1', 'mine')]);
      await stage.until(() => state('ALT')?.heard.length === 3);
      const logged: string[] = [];
      stage.outside.hold = false;
      stage.reopen({
        serves: (shop) => shop === 'DEMO',
        shop: (shop) => (shop === 'DEMO' ? { goLiveAt: 0, settings: {} } : refused()),
        log: (_level, message) => logged.push(message),
      });
      await stage.engine.submit([of('ALT', tell('order/1', 'c')), tell('order/1', { note: 'mine too', calls: ['3'] })]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['mine', 'mine too', 'called:3:ok']);
      expect(state('ALT')?.heard).toEqual(['a', 'b', 'timer:wake']);
      expect(stage.engine.backlog()).toMatchObject({ events: 2, calls: 1, setAside: 0 });
      expect(logged).toEqual([]);

      stage.reopen();
      await stage.engine.drain();
      expect(state('ALT')?.heard).toEqual(['a', 'b', 'timer:wake', 'called:1:unknown_outcome', 'c', 'called:2:ok']);
    });

    it('a decision above a limit, or off the contract, is set aside like a throw', async () => {
      stage.open();
      await stage.send('order/1', { note: 'x'.repeat(LIMITS.stateBytesMax) });
      await stage.send('order/2', { note: 'a', notes: [''] });
      await stage.send('order/3', { note: 'a', calls: ['x'.repeat(LIMITS.nameMax + 1)] });
      expect(stage.engine.labelled('DEMO', 'internal:decider')).toEqual(['order/1', 'order/2', 'order/3']);
      expect(stage.outside.asked).toEqual([]);
    });

    it('a decision of a wrong shape stops its own subject only, whatever is wrong with it', async () => {
      const good = scripted();
      const wrong: Record<string, unknown> = {
        'order/1': { calls: [{ key: 'k', operation: 'do', request: null }] },
        'order/2': { calls: [{ key: 'k', role: 'erp', operation: 'do' }] },
        'order/3': { timers: [{ name: 'x', at: Number.NaN }] },
        'order/4': { tells: [{ body: null }] },
        'order/5': { effects: [{ kind: 'mirror', key: 'm', body: { state: 'x' } }] },
        'order/6': { labels: [null] },
        'order/7': { state: undefined },
        'order/8': { calls: null },
      };
      const decide: typeof good.decide = (state, event, context) =>
        Object.assign(good.decide(state, event, context), wrong[context.subject] ?? {});
      stage.open({ deciders: { order: { ...good, decide } } });
      const subjects = [...Object.keys(wrong), 'order/9'];
      await stage.engine.submit(subjects.map((subject) => tell(subject, 'a')));
      await stage.engine.drain();
      expect(stage.engine.labelled('DEMO', 'internal:decider')).toEqual(Object.keys(wrong));
      expect(heard(stage.engine, 'order/9')).toEqual(['a']);
    });
  });
}
