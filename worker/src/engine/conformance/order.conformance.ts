import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { follow, plans } from './plans.conformance.ts';
import { heard } from './rig.ts';
import type { Stage } from './stage.ts';

/** Promise 3 at the engine: order. */
export function order(stage: Stage): void {
  describe('promise 3: order within a subject', () => {
    it('with promise 2: in order, once, one outcome a call (any mix of subjects, batches and crashes)', async () => {
      stage.open();
      await fc.assert(
        fc.asyncProperty(plans(), async (steps) => {
          stage.outside.asked.length = 0;
          const expected = await follow(steps, {
            send: (events) => stage.engine.submit(events),
            reopen: () => stage.reopen(),
          });
          await stage.engine.drain();
          for (const [subject, notes] of expected) {
            const story = heard(stage.engine, subject);
            expect(story.filter((word) => !word.startsWith('called:'))).toEqual(notes);
            const called = story.filter((word) => word.startsWith('called:')).map((word) => word.split(':')[1]);
            expect(called.sort()).toEqual([...notes].sort());
          }
          expect(new Set(stage.outside.asked).size).toBe(stage.outside.asked.length);
        }),
        { numRuns: 30 },
      );
    }, 60_000);

    it('effects of a subject come in rising order, oldest first, with the newest mirror only', async () => {
      stage.open();
      await stage.send(
        'order/1',
        { note: 'a', notes: ['x'], mirror: 'one' },
        { note: 'b', notes: ['y'], mirror: 'two' },
      );
      stage.engine.effects('DEMO', 10);
      await stage.send('order/1', { note: 'c', mirror: 'three' });
      const effects = stage.engine.effects('DEMO', 10);
      expect(effects.map(({ n, kind }) => `${kind} ${n}`)).toEqual(['note 1', 'note 3', 'mirror 5']);
      expect(stage.engine.effects('DEMO', 1)).toEqual(effects.slice(0, 1));
    });

    it('a higher epoch restarts the numbers; a lower one changes nothing', async () => {
      stage.open();
      await stage.send('order/1', { note: 'a', notes: ['x'] });
      stage.engine.adopt('DEMO', { epoch: 4, shopId: null, incarnation: 1, recovering: false });
      await stage.send('order/1', { note: 'b', notes: ['y', 'z'] });
      stage.engine.adopt('DEMO', { epoch: 2, shopId: null, incarnation: 1, recovering: false });
      stage.reopen();
      await stage.send('order/1', { note: 'c', notes: ['w'] });
      expect(stage.engine.effects('DEMO', 10).map((effect) => effect.id)).toEqual([
        'order/1:1.1',
        'order/1:4.1',
        'order/1:4.2',
        'order/1:4.3',
      ]);
    });
  });
}
