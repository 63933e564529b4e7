import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mood } from './rehearsal/office.ts';
import { REFUND_WORD } from './rehearsal/returned.ts';
import { Road } from './rehearsal/road.ts';

const MOODS: readonly Mood[] = ['honest', 'honest', 'lost', 'late', 'unreachable', 'claims_duplicate'];

/** What the order says at revision `rev`: the refund stands on even ones, and was deleted on odd ones. */
const word = (rev: number) => ({
  ...REFUND_WORD,
  rev,
  gone: rev % 2 === 1,
  refund: {
    ...REFUND_WORD.refund,
    created_at: '2026-11-20T10:00:00Z',
    amount: rev % 2 === 1 ? '0' : '41',
    lines: [],
  },
});

const act = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...MOODS).map((mood) => (road: Road) => road.reply(mood)) },
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 9 }).map((rev) => (road: Road) => road.tell(word(rev))) },
  { weight: 3, arbitrary: fc.constant((road: Road) => road.wait()) },
  { weight: 2, arbitrary: fc.constant((road: Road) => road.exchange()) },
  { weight: 1, arbitrary: fc.constant((road: Road) => road.loseEngine()) },
);

test('a refund of the shop has one credit memo while it stands and none once it is deleted, whatever order the words come in', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), fc.boolean(), (acts, stands) => {
      const road = new Road({ mode: 'export' }, 'return/r57');
      road.tell(word(2));
      for (const perform of acts) {
        perform(road);
        expect(road.office.live().memos).toBeLessThanOrEqual(1);
      }
      road.tell(word(stands ? 10 : 11));
      for (let round = 0; round < 60 && road.shop.mirror?.open !== false; round += 1) {
        road.settle();
        const [cause] = road.causes;
        if (cause === undefined) road.wait();
        else road.command('retry', { cause });
      }
      road.settle();
      expect([road.office.live().memos, road.shop.mirror?.state]).toEqual(
        stands ? [1, 'closed'] : [0, 'refund_deleted'],
      );
    }),
    { numRuns: 100 },
  );
});
