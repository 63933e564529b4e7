import { type FlowEvent, type Mirror, Mirror as MirrorShape } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { SystemState } from './state.ts';
import { systemFlow } from './system-flow.ts';

const MINUTE_MS = 60_000;
let state: SystemState;
let shown: Mirror[];
let wakeAt: number | null | undefined;
beforeEach(() => {
  state = systemFlow.initial('system/erp');
  [shown, wakeAt] = [[], undefined];
});

function decide(event: FlowEvent, now: number): void {
  const context = { now, subject: 'system/erp', shop: { code: 'DEMO', goLiveAt: 0 }, settings: {} };
  const decision = systemFlow.decide(state, event, context);
  state = JSON.parse(JSON.stringify(decision.state));
  wakeAt = decision.timers.find(({ name }) => name === 'waiting')?.at;
  for (const { body } of decision.effects) shown.push(MirrorShape.parse(body));
}

const waiting = (reason: string, now: number, why = 'the ERP …') =>
  decide({ type: 'waiting', waiting: { reason, why } }, now);
const timer = (now: number) => decide({ type: 'timer', name: 'waiting' }, now);
const goesOn = (now: number) => decide({ type: 'waiting', waiting: null }, now);

test('an outage is one exception, two minutes after it began, and closes itself', () => {
  waiting('silent', 0, "the ERP doesn't answer and is left alone");
  expect([shown, wakeAt]).toEqual([[], 2 * MINUTE_MS]);
  waiting('silent', MINUTE_MS, "the ERP doesn't answer and is left alone");
  timer(2 * MINUTE_MS);
  expect(shown).toHaveLength(1);
  expect(shown[0]?.exceptions).toMatchObject([
    { cause: 'connection:waiting_silent:erp', owner: 'it', severity: 'error' },
  ]);
  expect(shown[0]?.exceptions[0]?.title).toBe("Orders wait: the ERP doesn't answer and is left alone");
  goesOn(5 * MINUTE_MS);
  expect(shown.at(-1)).toMatchObject({ state: 'in_order', exceptions: [], open: false });
  expect(wakeAt).toBeNull();
});

test.each([
  ['sign_in', 2, 'critical'],
  ['asked', 30, 'warning'],
  ['rate', 30, 'warning'],
  ['paused', 60, 'warning'],
] as const)('%s is seen after %i minutes, as %s', (reason, minutes, severity) => {
  waiting(reason, 0);
  timer(minutes * MINUTE_MS - 1);
  expect(shown).toEqual([]);
  timer(minutes * MINUTE_MS);
  expect(shown.at(-1)?.exceptions).toMatchObject([{ severity }]);
});

test('a window of maintenance is nobody’s exception, however long', () => {
  waiting('maintenance', 0);
  expect(wakeAt).toBeNull();
  timer(600 * MINUTE_MS);
  expect(shown).toEqual([]);
});

test('another reason begins anew', () => {
  waiting('asked', 0);
  waiting('silent', 29 * MINUTE_MS);
  timer(30 * MINUTE_MS);
  expect(shown).toEqual([]);
  timer(31 * MINUTE_MS);
  expect(shown.at(-1)?.exceptions).toMatchObject([{ category: 'connection' }]);
});
