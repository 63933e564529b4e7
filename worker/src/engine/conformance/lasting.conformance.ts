import { describe, expect, it } from 'vitest';
import { answerTo, heard, tell } from './rig.ts';
import type { Stage } from './stage.ts';

/** Promise 1 at the engine. */
export function lasting(stage: Stage): void {
  describe('promise 1: what was taken is not lost', () => {
    it('an event that submit confirmed is decided by the next instance', async () => {
      stage.openIdle();
      await stage.engine.submit([tell('order/1', 'a')]);
      stage.reopen();
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a']);
    });

    it('a call that was never started is started by the next instance', async () => {
      stage.open();
      stage.engine.pause();
      await stage.send('order/1', { note: 'a', calls: ['create'] });
      expect(stage.outside.asked).toEqual([]);
      stage.reopen();
      await stage.engine.drain();
      expect(stage.outside.asked).toEqual(['DEMO:order/1:create']);
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'called:create:ok']);
    });

    it('a timer set before a crash still fires, once', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', timers: [{ name: 'wake', at: Date.now() + 5 }] });
      stage.reopen();
      await stage.until(() => heard(stage.engine, 'order/1').length > 1);
      stage.reopen();
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'timer:wake']);
    });

    it('effects are handed out again, the same, until they are answered', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', notes: ['x'], mirror: 'm' });
      const first = stage.engine.effects('DEMO', 10);
      stage.reopen();
      expect(stage.engine.effects('DEMO', 10)).toEqual(first);
      await stage.engine.answer(
        'DEMO',
        first.map((effect) => answerTo(effect)),
      );
      expect(stage.engine.effects('DEMO', 10)).toEqual([]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'answered:note:x:applied', 'answered:mirror:applied']);
    });

    it('an stage.engine without the subject goes on from the memory that the shop kept', async () => {
      stage.open();
      const memory = { checkpoint: { flow: 'order', version: 1, body: { heard: ['before'] } }, epoch: 3, n: 7 };
      await stage.engine.submit([{ ...tell('order/1', { note: 'a', mirror: 'm' }), memory }]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['before', 'a']);
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ id: 'order/1:3.8', epoch: 3, n: 8 }]);
      await stage.engine.submit([{ ...tell('order/1', 'b'), memory }]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['before', 'a', 'b']);
    });

    it('numbers stay above what the shop has applied, also of a subject that is held already', async () => {
      stage.open();
      await stage.send('order/1', 'a');
      const event = tell('order/1', { note: 'b', mirror: 'm' });
      await stage.engine.submit([{ ...event, memory: { checkpoint: null, epoch: 3, n: 7 } }]);
      await stage.engine.drain();
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ epoch: 3, n: 8 }]);
    });
  });
}
