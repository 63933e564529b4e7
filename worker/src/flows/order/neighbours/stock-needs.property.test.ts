import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Act, perform } from '../rehearsal/acts.ts';
import { follower, items } from '../rehearsal/follower.ts';

const weather = fc.constantFrom<Act>(
  ['reply', 'honest'],
  ['wait', ''],
  ['exchange', 'busy'],
  ['notice', 'erp'],
  ['look', ''],
  ['allocate', 'full'],
  ['restart', ''],
  ['lose engine', ''],
  ['note', ''],
);
const edits = fc.constantFrom('0', '1', '5').map((units): Act => ['order CW-002', units]);

test('the stock is told, in any weather, at last of what the shop shows, and of a SKU only what is new', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(weather, edits), { maxLength: 30 }), (acts) => {
      const road = follower();
      road.look();
      for (const [what, how] of acts) {
        if (what === 'order CW-002') road.change({ items: items('2', how) });
        else perform(road, [what, how]);
      }
      road.settleDown(8);
      const [, line] = road.shop.order.items;
      expect(road.toldTo('stock/CW-002').at(-1) ?? { reduced: '0' }).toMatchObject({ reduced: line?.stock?.reduced });
      if (road.epoch > 1) return;
      const said = road.toldTo('stock/CW-001').map((body) => JSON.stringify({ ...(body as object), rev: 0 }));
      expect(new Set(said).size).toBe(said.length);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) },
  );
});
