import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../engine.ts';
import { scripted, tell } from './rig.ts';
import type { Stage } from './stage.ts';

const FLOOD = 20_000;
/** How much of the flood may go first; far below it, above what any engine decides at once. */
const AHEAD_MAX = 1000;

/** Promise 8 at the engine: one shop's flood starves no other. */
export function fairness(stage: Stage): void {
  describe('promise 8: fairness between shops', () => {
    const of = (shop: string, event: EngineEvent): EngineEvent => ({ ...event, shop });

    it("another shop's event is not decided after a flood of events that came before it", async () => {
      const order: string[] = [];
      const flow = scripted();
      const decide: typeof flow.decide = (state, event, context) => {
        order.push(context.shop.code);
        return flow.decide(state, event, context);
      };
      const idle = stage.openIdle({ deciders: { order: { ...flow, decide } } });
      const flood = Array.from({ length: FLOOD }, (_, n) => of('ALT', tell(`order/${n}`, 'a')));
      for (let n = 0; n < FLOOD; n += 2000) await idle.submit(flood.slice(n, n + 2000));
      await idle.submit([tell('order/1', 'mine')]);
      idle.start();
      await idle.drain();
      expect(order).toHaveLength(FLOOD + 1);
      expect(order.indexOf('DEMO')).toBeLessThan(AHEAD_MAX);
    });

    it("another shop's call goes out though a flood of calls waits and every place could be taken", async () => {
      stage.open({ callsAtOnce: 4 });
      stage.outside.hold = true;
      const flood = Array.from({ length: 100 }, (_, n) => of('ALT', tell(`order/${n}`, { note: 'a', calls: ['1'] })));
      await stage.engine.submit(flood);
      await stage.until(() => stage.outside.held.size > 0);
      await stage.engine.submit([tell('order/1', { note: 'mine', calls: ['mine'] })]);
      await stage.until(() => stage.outside.held.has('mine'));
      expect(stage.outside.asked.filter((id) => id.startsWith('ALT'))).toHaveLength(4);
    });

    it('a shop has no more calls out than its system takes at once: the places are for others', async () => {
      stage.open({ callsAtOnce: 8, callsAtOnceOf: (shop) => (shop === 'ALT' ? 2 : 4) });
      stage.outside.hold = true;
      await stage.engine.submit([of('ALT', tell('order/1', { note: 'a', calls: ['a1', 'a2', 'a3', 'a4'] }))]);
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['b1', 'b2', 'b3', 'b4'] })]);
      await stage.until(() => stage.outside.held.size === 6);
      expect([...stage.outside.held.keys()].sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'b3', 'b4']);
    });
  });
}
