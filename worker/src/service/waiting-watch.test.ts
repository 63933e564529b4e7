import { expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { WaitingWatch } from './waiting-watch.ts';

test('what lasts is told each shop that uses the system, once, and that it is over; what is brief is not', async () => {
  const told: EngineEvent[] = [];
  let waiting: { reason: string; why: string } | null = null;
  const shop = (isPaired: boolean, erp: string) => ({ isPaired, configuration: { erp, wms: 'wms' } });
  const watch = new WaitingWatch({
    systems: ['erp', 'wms', 'other'],
    shops: new Map([
      ['DEMO', shop(true, 'erp')],
      ['ALT', shop(true, 'other')],
      ['NEW', shop(false, 'erp')],
    ]),
    waitingOf: (system) => (system === 'erp' ? waiting : null),
    engine: {
      line: () => ({ epoch: 1, shopId: null, incarnation: 1, recovering: false }),
      submit: async (events) => void told.push(...events),
      peek: (ref) => {
        const event = told.findLast(({ shop, subject }) => shop === ref.shop && subject === ref.subject)?.event;
        return event === undefined ? null : { flow: 'system', version: 1, state: event };
      },
    },
  });
  await watch.look();
  waiting = { reason: 'silent', why: "the ERP doesn't answer" };
  await watch.look();
  waiting = null;
  await watch.look();
  await watch.look();
  expect(told).toEqual([]);
  waiting = { reason: 'silent', why: "the ERP doesn't answer" };
  for (let looks = 0; looks < 5; looks += 1) await watch.look();
  waiting = null;
  for (let looks = 0; looks < 3; looks += 1) await watch.look();
  expect(told.map(({ shop, subject }) => `${shop} ${subject}`)).toEqual(['DEMO system/erp', 'DEMO system/erp']);
  expect(told.map(({ event }) => event.type === 'waiting' && event.waiting?.reason)).toEqual(['silent', undefined]);
});
