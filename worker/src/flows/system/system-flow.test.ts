import type { Command, Decision, EffectAnswer, FlowEvent, Mirror } from '@causeway/contracts';
import { Mirror as MirrorShape } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import { ASKED_MAX, type SystemState, UNKNOWN_MAX } from './state.ts';
import { systemFlow } from './system-flow.ts';

const CAUSE = 'missing_reference:unknown_document:erp';
let state: SystemState;
let now: number;
let shown: Mirror[];
let last: Decision<SystemState>;
let n: number;
beforeEach(() => {
  state = systemFlow.initial('system/erp');
  [now, shown, n] = [1000, [], 0];
});

function decide(event: FlowEvent): void {
  const context = { now, subject: 'system/erp', shop: { code: 'DEMO', goLiveAt: 0 }, settings: {} };
  const before = JSON.stringify(state);
  last = systemFlow.decide(state, event, context);
  expect(JSON.stringify(state), 'the state that was given stays').toBe(before);
  state = JSON.parse(JSON.stringify(last.state));
  for (const effect of last.effects) {
    if (effect.kind !== 'mirror') throw new Error('only mirrors');
    shown.push(MirrorShape.parse(effect.body));
  }
  expect(last.open, 'never closes').toBe(true);
}

const unclaimed = (document: string, source = `erp:${document}`) =>
  decide({ type: 'unclaimed', document, source, body: null });
const sought = (found: string[], unknown: string[]) => decide({ type: 'sought', found, unknown });
const answer = (mirror: number, result: EffectAnswer['result'] = 'applied') => {
  n += 1;
  const said = { id: 'x', subject: 'system/erp', epoch: 1, n, result, message: '', look: null };
  decide({ type: 'answered', key: `mirror#${mirror}`, kind: 'mirror', answer: said });
};
const command = (name: Command['command'], seen: Command['seen'] = null) =>
  decide({
    type: 'command',
    command: {
      command: name,
      by: { user_id: 7, name: 'Ada' },
      asked_at: 0,
      seen,
      cause: CAUSE,
      reason: 'a test',
      filter: null,
    },
  });
const asked = () => state.asked.map(({ document }) => document);
const details = () => shown.map(({ exceptions }) => exceptions[0]?.detail ?? null);

test('a document whose order the shop has leaves nothing to see', () => {
  unclaimed('DEMO-1-aaaa', 'erp:msg_1');
  unclaimed('DEMO-1-aaaa', 'erp:msg_2');
  expect(state.asked).toEqual([{ document: 'DEMO-1-aaaa', source: 'erp:msg_1', body: null, since: 1000 }]);
  sought(['DEMO-1-aaaa'], []);
  expect([asked(), shown]).toEqual([[], []]);
});

test('unknown documents are one exception with all their numbers; it says where to look', () => {
  unclaimed('DEMO-8-aaaa');
  unclaimed('DEMO-9-bbbb');
  sought([], ['DEMO-8-aaaa']);
  sought([], ['DEMO-9-bbbb']);
  expect(details()).toEqual(['DEMO-8-aaaa', 'DEMO-8-aaaa, DEMO-9-bbbb']);
  expect(shown[1]).toMatchObject({
    state: 'needs_attention',
    open: true,
    since: 1000,
    exceptions: [{ cause: CAUSE, category: 'missing_reference', severity: 'warning' }],
  });
  expect(last.labels).toEqual([CAUSE]);
});

test('at most twenty are named, the newest; the others are counted', () => {
  for (let order = 1; order <= UNKNOWN_MAX + 5; order += 1) unclaimed(`DEMO-${order}-aaaa`);
  sought([], asked());
  expect(state.unknown).toHaveLength(UNKNOWN_MAX);
  const detail = details()[0] ?? '';
  expect(detail.split(', ')).toHaveLength(20);
  expect(detail).toContain(`DEMO-${UNKNOWN_MAX + 5}-aaaa and ${UNKNOWN_MAX - 15} more`);
});

test('a person resolves what they saw; what came since stays', () => {
  unclaimed('DEMO-8-aaaa');
  sought([], ['DEMO-8-aaaa']);
  answer(1);
  unclaimed('DEMO-9-bbbb');
  sought([], ['DEMO-9-bbbb']);
  answer(2);
  command('resolve', { epoch: 1, n: 1 });
  expect(details()).toEqual(['DEMO-8-aaaa', 'DEMO-8-aaaa, DEMO-9-bbbb', 'DEMO-9-bbbb']);
  command('resolve', { epoch: 1, n: 2 });
  expect(shown.at(-1)).toMatchObject({ state: 'in_order', open: false, exceptions: [] });
  expect(last.labels).toEqual([]);
  expect(shown.at(-1)?.timeline.at(-1)).toMatchObject({ actor: 'user:7', text: 'Resolved: a test' });
});

test('a resolved document that is told of again opens the exception again', () => {
  for (const _ of [1, 2]) {
    unclaimed('DEMO-8-aaaa');
    sought([], ['DEMO-8-aaaa']);
    command('resolve');
  }
  expect(details()).toEqual(['DEMO-8-aaaa', null, 'DEMO-8-aaaa', null]);
});

test('an engine that knows nothing of it any more can still close what the shop shows', () => {
  command('resolve', { epoch: 3, n: 4 });
  expect(shown.at(-1)).toMatchObject({ state: 'in_order', exceptions: [] });
});

test('retry asks the shop again, and what it has now is no exception any more', () => {
  unclaimed('DEMO-8-aaaa', 'erp:msg_1');
  sought([], ['DEMO-8-aaaa']);
  command('retry');
  expect(state.asked).toMatchObject([{ document: 'DEMO-8-aaaa', source: 'erp:msg_1' }]);
  expect(details().at(-1)).toBe('DEMO-8-aaaa');
  sought(['DEMO-8-aaaa'], []);
  expect(shown.at(-1)?.exceptions).toEqual([]);
});

test('a mirror that the shop did not take is told again, later', () => {
  unclaimed('DEMO-8-aaaa');
  sought([], ['DEMO-8-aaaa']);
  answer(1, 'failed');
  expect(shown).toHaveLength(1);
  const [timer] = last.timers;
  expect(timer?.at).toBeGreaterThan(now);
  decide({ type: 'timer', name: timer?.name ?? '' });
  expect(details()).toEqual(['DEMO-8-aaaa', 'DEMO-8-aaaa']);
  answer(2);
  decide({ type: 'timer', name: timer?.name ?? '' });
  expect(shown).toHaveLength(2);
});

test('a shop that was restored is told again', () => {
  decide({ type: 'lost' });
  expect(shown).toEqual([]);
  unclaimed('DEMO-8-aaaa');
  sought([], ['DEMO-8-aaaa']);
  decide({ type: 'lost' });
  expect(details()).toEqual(['DEMO-8-aaaa', 'DEMO-8-aaaa']);
});

test('while the shop can not be asked a bounded number waits, and the story says what is left out', () => {
  const asks = (from: number, count: number) =>
    Array.from({ length: count }, (_, nr) => {
      const document = `ABCDEF-${1_000_000_000 + from + nr}-aaaa`;
      return { document, source: 's'.repeat(64), body: 'b'.repeat(40), since: now };
    });
  state.asked = asks(0, UNKNOWN_MAX);
  sought([], asked());
  state.asked = asks(UNKNOWN_MAX, ASKED_MAX - 1);
  for (const { document, source, body } of asks(UNKNOWN_MAX + ASKED_MAX - 1, 3)) {
    decide({ type: 'unclaimed', document, source, body });
  }
  expect(asked()).toHaveLength(ASKED_MAX);
  expect(shown.at(-1)?.timeline.filter(({ text }) => text.startsWith('More than'))).toHaveLength(1);
  expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(256 * 1024);
  expect(Buffer.byteLength(JSON.stringify(shown.at(-1)))).toBeLessThan(16 * 1024);
});
