import { describe, expect, it } from 'vitest';
import { answerTo, heard, OK, tell } from './rig.ts';
import type { Stage } from './stage.ts';

/** Promise 2 at the engine. */
export function once(stage: Stage): void {
  describe('promise 2: nothing is done twice', () => {
    it('an event is taken once by its id, also after a crash and after it was decided', async () => {
      stage.open();
      const event = tell('order/1', 'a');
      await Promise.all([stage.engine.submit([event, event]), stage.engine.submit([event])]);
      await stage.engine.drain();
      await stage.engine.submit([event]);
      stage.reopen();
      await stage.engine.submit([event]);
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a']);
    });

    it('a call that was out in a crash is not repeated: its outcome is unknown', async () => {
      stage.open();
      stage.outside.hold = true;
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['create'] })]);
      await stage.until(() => stage.outside.asked.length > 0);
      stage.reopen();
      await stage.engine.drain();
      expect(stage.outside.asked).toEqual(['DEMO:order/1:create']);
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'called:create:unknown_outcome']);
    });

    it('a call leaves only after its decision is durable', async () => {
      let known: unknown = null;
      stage.open({
        dispatch: (call) => {
          known = stage.engine.peek(call);
          return Promise.resolve(OK);
        },
      });
      await stage.send('order/1', { note: 'a', calls: ['create'] });
      expect(known).toMatchObject({ state: { heard: ['a'] } });
    });

    it("a call's key is used once within a subject, and freely by another", async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', calls: ['create'] }, { note: 'b', calls: ['create'] });
      await stage.send('order/2', { note: 'a', calls: ['create'] });
      stage.reopen();
      await stage.send('order/1', { note: 'c', calls: ['create'] });
      expect(stage.outside.asked).toEqual(['DEMO:order/1:create', 'DEMO:order/2:create']);
    });

    it('a mirror that says nothing new is not sent again', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', mirror: 'm' });
      await stage.engine.answer(
        'DEMO',
        stage.engine.effects('DEMO', 10).map((effect) => answerTo(effect)),
      );
      await stage.send('order/1', { note: 'b', mirror: 'm' });
      expect(stage.engine.effects('DEMO', 10)).toEqual([]);
      await stage.send('order/1', { note: 'c', mirror: 'other' });
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ n: 2, body: { reason: 'other' } }]);
    });

    it('a mirror that the shop did not take may be sent again, under a new number', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', mirror: 'm' });
      await stage.engine.answer(
        'DEMO',
        stage.engine.effects('DEMO', 10).map((effect) => answerTo(effect, 'later')),
      );
      await stage.send('order/1', { note: 'b', mirror: 'm' });
      expect(stage.engine.effects('DEMO', 10)).toMatchObject([{ n: 2, body: { reason: 'm' } }]);
    });

    it('answers to unknown effects change nothing', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', notes: ['x'] });
      const effect = { id: 'order/1:9.9', subject: 'order/1', epoch: 9, n: 9 };
      await stage.engine.answer('DEMO', [answerTo(effect), answerTo({ ...effect, id: 'wrong', epoch: 1, n: 1 })]);
      await stage.engine.answer(
        'OTHER',
        stage.engine.effects('DEMO', 10).map((known) => answerTo(known)),
      );
      await stage.engine.drain();
      expect(heard(stage.engine, 'order/1')).toEqual(['a']);
      expect(stage.engine.effects('DEMO', 10)).toHaveLength(1);
    });

    it('waiting spends nothing: the same call is asked again at that instant', async () => {
      stage.open();
      stage.outside.says.set('create', { kind: 'waiting', at: Date.now() + 5, why: "the ERP's limit" });
      await stage.engine.submit([tell('order/1', { note: 'a', calls: ['create'] })]);
      await stage.until(() => heard(stage.engine, 'order/1').length > 1);
      expect(stage.outside.asked).toEqual(['DEMO:order/1:create', 'DEMO:order/1:create']);
      expect(heard(stage.engine, 'order/1')).toEqual(['a', 'called:create:ok']);
    });
  });
}
