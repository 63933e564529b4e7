import type { FlowEvent, LookEvent } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { anOrder, theSettings } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import { type Delivering, deliver } from './deliver.ts';

const context = { now: 0, subject: 'order/1', shop: { code: 'BENCH', goLiveAt: 0 }, settings: theSettings() };
const look = (rev: number) => {
  const read = { incarnation: 1, rev, snapshot: anOrder({ id: 1 }) } as unknown as LookEvent['data'];
  return { type: 'look', look: read, traceId: 'ab'.repeat(16) } as FlowEvent;
};
const called = { type: 'called', key: '', role: 'erp', operation: '', outcome: { kind: 'ok', reply: {} } } as const;

it('tells the ERP of each revision, one at a time, in order', () => {
  let state: Delivering = deliver.initial('order/1');
  const sent: string[][] = [];
  for (const event of [look(1), look(2), look(3), called, called, called]) {
    const decision = deliver.decide(state, event, context);
    state = decision.state;
    sent.push(decision.calls.map(({ request }) => (request as { order: { externalId: string } }).order.externalId));
  }
  expect(sent).toEqual([['BENCH-1-0001'], [], [], ['BENCH-1-0002'], ['BENCH-1-0003'], []]);
  expect(state).toEqual({ out: null, waiting: [], delivered: 3 });
});
