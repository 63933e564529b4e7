import type { EffectAnswer, FlowEvent, Mirror } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { newState } from './state.ts';
import { systemFlow } from './system-flow.ts';

const CONTEXT = { subject: 'system/erp', shop: { code: 'DEMO', goLiveAt: 0 }, settings: {} };

/** The mirrors that a run of events makes the shop see, as they are sent. */
function told(events: readonly FlowEvent[]): Mirror[] {
  let state = newState();
  return events.flatMap((event, index) => {
    const decision = systemFlow.decide(state, event, { ...CONTEXT, now: 1000 + index });
    state = JSON.parse(JSON.stringify(decision.state));
    return decision.effects.flatMap((effect) => (effect.kind === 'mirror' ? [effect.body] : []));
  });
}

const answered = (count: number, result: EffectAnswer['result']): FlowEvent => ({
  type: 'answered',
  key: `mirror#${count}`,
  kind: 'mirror',
  answer: { id: 'e', subject: 'system/erp', epoch: 1, n: count, result, message: '', look: null },
});
const pause: FlowEvent = { type: 'operated', act: 'pause', reason: 'new prices' };
const resume: FlowEvent = { type: 'operated', act: 'resume', reason: '' };

test('who stopped a system and let it go on is told for the audit, with the reason', () => {
  const [paused, resumed] = told([pause, answered(1, 'applied'), resume]);
  expect(paused?.audit).toEqual([
    {
      at: 1000,
      actor: 'operator',
      action: 'system_paused',
      about: 'erp',
      before: '',
      after: '',
      why: 'new prices',
    },
  ]);
  expect(resumed?.audit?.map(({ action }) => action)).toEqual(['system_resumed']);
  expect(resumed?.timeline.map(({ text }) => text)).toEqual(['Calls were told to wait: new prices', 'Calls go on']);
});

test('what the shop did not take is told again', () => {
  const again = told([pause, answered(1, 'failed'), resume]);
  expect(again.at(-1)?.audit?.map(({ action }) => action)).toEqual(['system_paused', 'system_resumed']);
});
