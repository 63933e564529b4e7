import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../engine.ts';
import { OK, scripted, tell } from './rig.ts';
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

    const road = (system: string, atOnce: number) => ({ system, atOnce, hold: null });

    it('a shop has no more calls out than its system takes at once: the places are for others', async () => {
      stage.open({ callsAtOnce: 8, road: (shop) => (shop === 'ALT' ? road('a', 2) : road('b', 4)) });
      stage.outside.hold = true;
      await stage.engine.submit([of('ALT', tell('order/1', { note: 'a', calls: ['a1', 'a2', 'a3', 'a4'] }))]);
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['b1', 'b2', 'b3', 'b4'] })]);
      await stage.until(() => stage.outside.held.size === 6);
      expect([...stage.outside.held.keys()].sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'b3', 'b4']);
    });

    it('shops that share a system share its places, in turn; a system that hangs takes none of the others', async () => {
      stage.open({ callsAtOnce: 4, road: (_, role) => road(role, role === 'erp' ? 2 : 4) });
      stage.outside.hold = true;
      await stage.engine.submit([of('ALT', tell('order/1', { note: 'a', calls: ['a1', 'a2', 'a3', 'a4'] }))]);
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['b1', 'b2'] })]);
      await stage.until(() => stage.outside.held.size === 2);
      stage.outside.held.get('a1')?.(OK);
      stage.outside.held.delete('a1');
      await stage.until(() => stage.outside.held.has('b1'));
      expect(stage.outside.held.size).toBe(2);
    });

    it('while the road is held no call leaves it, what waits says why, and it goes on when the hold is over', async () => {
      let hold: { until: null; why: string; reason: string } | null = { until: null, why: 'paused', reason: 'paused' };
      stage.open({ road: (shop) => ({ ...road('a', 4), hold: shop === 'ALT' ? hold : null }) });
      await stage.engine.submit([of('ALT', tell('order/1', { note: 'a', calls: ['a1'] }))]);
      await stage.engine.submit([tell('order/1', { note: 'b', calls: ['b1'] })]);
      await stage.engine.drain();
      expect(stage.outside.asked).toHaveLength(1);
      expect(stage.engine.backlog().held).toEqual([{ shop: 'ALT', role: 'erp', calls: 1, ...hold }]);
      hold = null;
      await stage.engine.beat();
      await stage.until(() => stage.outside.asked.length === 2);
      await stage.engine.drain();
      expect(stage.engine.backlog().held).toEqual([]);
    });
  });
}
