import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../engine.ts';
import { answerTo, heard, look, OK, type Story, tell } from './rig.ts';
import type { Stage } from './stage.ts';

const of = (shop: string, event: EngineEvent): EngineEvent => ({ ...event, shop });
const line = (epoch: number, recovering = false) => ({ epoch, shopId: 'the shop', incarnation: 1, recovering });
const memory = (n: number, ...before: string[]) => {
  return { checkpoint: { flow: 'order', version: 1, body: { heard: before } }, epoch: 4, n };
};
const recovering = (event: EngineEvent): EngineEvent =>
  event.event.type === 'look' ? { ...event, event: { ...event.event, recovering: true } } : event;

/** Promises 1 and 2 where the engine's file is not what the shop knows: lost, old, or another shop's. */
export function recovery(stage: Stage): void {
  describe('a shop that is loaded again', () => {
    it('its line is kept, and effects are numbered under its epoch', async () => {
      stage.open();
      expect(stage.engine.line('DEMO')).toEqual({ epoch: 0, shopId: null, incarnation: 0, recovering: false });
      stage.engine.adopt('DEMO', line(3, true));
      stage.reopen();
      expect(stage.engine.line('DEMO')).toEqual(line(3, true));
      await stage.send('order/1', { note: 'a', notes: ['x'] });
      expect(stage.engine.effects('DEMO', 1)).toMatchObject([{ epoch: 3, n: 1 }]);
    });

    it('a shop is forgotten as a whole, and no other notices', async () => {
      stage.open();
      const event = tell('order/1', { note: 'a', mirror: 'm', labels: ['l'], timers: [{ name: 't', at: Date.now() }] });
      stage.engine.pause();
      await stage.engine.submit([event, tell('order/2', { note: 'poison', fail: true }), tell('order/3', 'c')]);
      await stage.engine.submit([of('ALT', event), tell('order/1', { note: 'b', calls: ['create'] })]);
      await stage.engine.forget('DEMO');
      stage.reopen();
      await stage.engine.drain();
      expect(stage.engine.held('DEMO', '', 10)).toEqual([]);
      expect(stage.engine.labelled('DEMO', 'l')).toEqual([]);
      expect(stage.engine.effects('DEMO', 10)).toEqual([]);
      expect(stage.engine.backlog()).toMatchObject({ events: 0, calls: 0, effects: 1, setAside: 0, openSubjects: 1 });
      expect(stage.outside.asked).toEqual([]);
      const other = stage.engine.peek({ shop: 'ALT', subject: 'order/1' })?.state as Story | undefined;
      expect(other?.heard).toEqual(['a', 'timer:t']);

      // The same events, keys and effects are new again.
      await stage.engine.submit([event]);
      await stage.until(() => heard(stage.engine, 'order/1').length === 2);
      await stage.send('order/1', { note: 'b', calls: ['create'] });
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'timer:t', 'b', 'called:create:ok']);
    });

    it('the file stays the same engine: its id stays, its commit number does not fall', async () => {
      stage.open();
      await stage.send('order/1', 'a', 'b');
      const { id } = stage.engine;
      expect(stage.engine.forgottenAt('DEMO')).toBe(0);
      await stage.engine.forget('DEMO');
      expect(stage.engine.commit()).toBe(2);
      stage.reopen();
      expect([stage.engine.id, stage.engine.commit()]).toEqual([id, 2]);
      expect([stage.engine.forgottenAt('DEMO'), stage.engine.forgottenAt('ALT')]).toEqual([2, 0]);
    });

    it('with how much it was first opened stays known through restarts, until the shop knows the file', async () => {
      stage.open();
      await stage.send('order/1', 'a', 'b');
      expect(stage.engine.openedAt('DEMO')).toBe(2);
      await stage.send('order/1', 'c');
      stage.reopen();
      expect(stage.engine.openedAt('DEMO')).toBe(2);
      await stage.engine.recognised('DEMO');
      await stage.send('order/1', 'd');
      stage.reopen();
      expect([stage.engine.openedAt('DEMO'), stage.engine.commit()]).toEqual([4, 4]);
    });

    it('a call that was out when its shop was forgotten changes nothing, whatever is called since', async () => {
      stage.open();
      stage.outside.hold = true;
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['old'] })]);
      await stage.until(() => stage.outside.held.has('old'));
      expect(stage.engine.unfinished('DEMO')).toEqual({ events: 0, calls: 1 });
      await stage.engine.forget('DEMO');
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['new'] })]);
      await stage.until(() => stage.outside.held.has('new'));
      stage.outside.held.get('old')?.(OK);
      await stage.until(() => stage.engine.unfinished('DEMO').calls === 1);
      stage.outside.held.get('new')?.(OK);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['b', 'called:new:ok']);
    });

    it('a call that was told to wait when its shop was forgotten does not leave later', async () => {
      stage.open();
      let wait: (said: Awaited<ReturnType<typeof stage.outside.dispatch>>) => void = () => undefined;
      const asked: string[] = [];
      stage.reopen({
        dispatch: ({ call }) => {
          asked.push(call.key);
          return call.key === 'old' ? new Promise((resolve) => (wait = resolve)) : Promise.resolve(OK);
        },
      });
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['old'] })]);
      await stage.until(() => asked.length > 0);
      await stage.engine.forget('DEMO');
      wait({ kind: 'waiting', at: Date.now(), why: 'a test' });
      await stage.send('order/1', { note: 'b', calls: ['new'] });
      expect(asked).toEqual(['old', 'new']);
      expect(stage.engine.backlog()).toMatchObject({ calls: 0, held: [] });
    });

    it('lists what it holds of a shop page by page, closed subjects too', async () => {
      stage.open();
      for (const nr of [5, 3, 1, 4]) await stage.send(`order/${nr}`, { note: 'a', close: nr === 3 });
      await stage.engine.submit([of('ALT', tell('order/2', 'a'))]);
      await stage.engine.drain();
      expect(stage.engine.held('DEMO', '', 3)).toEqual(['order/1', 'order/3', 'order/4']);
      expect(stage.engine.held('DEMO', 'order/4', 3)).toEqual(['order/5']);
      expect(stage.engine.held('DEMO', 'order/5', 3)).toEqual([]);
    });

    it('shows a shop again what it was shown, under the same numbers, and may say the same anew', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', mirror: 'm', notes: ['x'] });
      const shown = stage.engine.effects('DEMO', 10);
      await stage.engine.answer(
        'DEMO',
        shown.map((effect) => answerTo(effect)),
      );
      await stage.engine.showAgain('DEMO');
      expect(stage.engine.effects('DEMO', 10)).toEqual(shown.filter(({ kind }) => kind === 'mirror'));
      await stage.send('order/1', { note: 'b', mirror: 'm' });
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ kind: 'mirror', n: 3 }]);
    });
  });

  describe('a subject of which the shop was told more than this file knows', () => {
    it('begins from the checkpoint: state, calls, keys, timers, effects and what was set aside are gone', async () => {
      stage.open();
      const later = Date.now() + 3_600_000;
      stage.engine.pause();
      const timers = [{ name: 'old', at: later }];
      await stage.send('order/1', { note: 'a', calls: ['create', 'find'], notes: ['x'], mirror: 'm', timers });
      await stage.send('order/1', { note: 'poison', fail: true });
      await stage.engine.submit([{ ...look('order/1', 5), memory: memory(9, 'in the shop') }]);
      stage.engine.resume();
      await stage.engine.drain();
      expect(stage.outside.asked).toEqual([]);
      expect(heard(stage.engine, 'order/1')).toEqual(['in the shop', 'look:5']);
      expect(stage.engine.effects('DEMO', 10)).toEqual([]);
      expect(stage.engine.backlog()).toMatchObject({ calls: 0, setAside: 0 });
      expect(stage.engine.labelled('DEMO', 'internal:decider')).toEqual([]);

      await stage.send('order/1', { note: 'b', calls: ['create'], mirror: 'm' });
      expect(stage.outside.asked).toEqual(['DEMO:order/1:create']);
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ epoch: 4, n: 10 }]);
    });

    it('hears nothing more of what the old state had asked, also where that waits behind the look', async () => {
      stage.open();
      stage.outside.hold = true;
      const timers = [{ name: 'find', at: Date.now() }];
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['find', 'other'] })]);
      await stage.until(() => stage.outside.held.size === 2);
      // All in one commit: the look is decided first, then what the old state had set going.
      const taken = [
        stage.engine.submit([tell('order/1', { note: 'b', timers })]),
        stage.engine.submit([{ ...look('order/1', 5), memory: memory(9, 'in the shop') }]),
      ];
      stage.outside.held.get('find')?.(OK);
      await Promise.all(taken);
      stage.outside.hold = false;
      stage.outside.held.get('other')?.(OK);
      await stage.send('order/1', { note: 'c', calls: ['find'] });
      expect(heard(stage.engine, 'order/1')).toEqual(['in the shop', 'look:5', 'c', 'called:find:ok']);
    });

    it('goes on hearing what comes of it, also in the next instance', async () => {
      stage.open();
      await stage.send('order/1', 'a', 'b', 'c');
      await stage.engine.submit([{ ...look('order/1', 5), memory: memory(9) }]);
      await stage.engine.drain();
      stage.reopen();
      await stage.send('order/1', { note: 'd', calls: ['find'] });
      expect(heard(stage.engine, 'order/1')).toEqual(['look:5', 'd', 'called:find:ok']);
    });

    it('keeps its state where the shop knows as much or less, and for anything but a look', async () => {
      stage.open();
      await stage.engine.submit([
        { ...tell('order/1', { note: 'a', notes: ['x', 'y'] }), memory: memory(7, 'before') },
      ]);
      await stage.engine.submit([{ ...look('order/1', 5), memory: memory(9, 'in the shop') }]);
      await stage.engine.submit([{ ...tell('order/1', 'b'), memory: memory(20, 'in the shop') }]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['before', 'a', 'look:5', 'b']);
    });
  });

  describe('a subject that is in doubt', () => {
    it.each([
      ['a recovering look', recovering(look('order/1', 5)), 'recovering:5'],
      ['lost', { ...look('order/1', 5), id: 'lost', event: { type: 'lost' } } as EngineEvent, 'lost'],
    ])('%s makes void what was asked before: nothing of it leaves, no outcome comes', async (_, event, word) => {
      stage.open();
      stage.outside.hold = true;
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['out'] })]);
      await stage.until(() => stage.outside.held.size === 1);
      stage.engine.pause();
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['waits'] }), event]);
      await stage.until(() => heard(stage.engine, 'order/1').includes(word));
      stage.engine.resume();
      stage.outside.held.get('out')?.(OK);
      stage.outside.hold = false;
      await stage.send('order/1', { note: 'c', calls: ['waits', 'after'] });
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'b', word, 'c', 'called:after:ok']);
      expect(stage.outside.asked).toEqual(['DEMO:order/1:out', 'DEMO:order/1:after']);
      expect(stage.engine.backlog()).toMatchObject({ calls: 0 });
    });

    it('an ordinary look leaves what was asked alone', async () => {
      stage.open();
      stage.engine.pause();
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['create'] }), look('order/1', 5)]);
      stage.engine.resume();
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'look:5', 'called:create:ok']);
    });
  });
}
