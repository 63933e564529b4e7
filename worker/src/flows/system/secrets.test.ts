import { type Command, type Decision, type FlowEvent, type Mirror, Mirror as MirrorShape } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { SystemState } from './state.ts';
import { systemFlow } from './system-flow.ts';

const DAY_MS = 86_400_000;
const END = Date.UTC(2027, 2, 31);
const WARNING = 'authentication:secret_expires:erp';
const ERROR = 'authentication:secret_expired:erp';
let state: SystemState;
let last: Decision<SystemState>;
let shown: Mirror[];
beforeEach(() => {
  state = systemFlow.initial('system/erp');
  shown = [];
});

function decide(event: FlowEvent, now: number): void {
  last = systemFlow.decide(state, event, {
    now,
    subject: 'system/erp',
    shop: { code: 'DEMO', goLiveAt: 0 },
    settings: {},
  });
  state = JSON.parse(JSON.stringify(last.state));
  for (const { kind, body } of last.effects) {
    if (kind !== 'mirror') throw new Error('only mirrors');
    shown.push(MirrorShape.parse(body));
  }
}

const configured = (expires: string, now: number, option = 'clientSecretFile') =>
  decide({ type: 'secrets', secrets: [{ option, expires }] }, now);
const wake = (now: number) => decide({ type: 'timer', name: 'secrets' }, now);
const command = (name: Command['command'], cause: string | null, now: number) => {
  const by = { user_id: 7, name: 'Ada' };
  decide(
    { type: 'command', command: { command: name, by, asked_at: 0, seen: null, cause, reason: 'a test', filter: null } },
    now,
  );
};
const nextWake = () => last.timers.find(({ name }) => name === 'secrets')?.at;

test('a secret that ends later leaves nothing to see, and the subject wakes when that changes', () => {
  configured('2027-03-31', END - 15 * DAY_MS);
  expect(shown).toEqual([]);
  expect(last.labels).toEqual([]);
  expect(nextWake()).toBe(END - 14 * DAY_MS);
});

test('two weeks before, IT is warned; on the day it is an error under a cause of its own; then nothing wakes it', () => {
  configured('2027-03-31', END - 15 * DAY_MS);
  wake(END - 14 * DAY_MS);
  expect(shown.at(-1)).toMatchObject({
    state: 'needs_attention',
    exceptions: [
      {
        cause: WARNING,
        category: 'authentication',
        severity: 'warning',
        owner: 'it',
        detail: 'clientSecretFile: 2027-03-31',
      },
    ],
  });
  expect(nextWake()).toBe(END);
  wake(END);
  expect(shown.at(-1)?.exceptions).toMatchObject([{ cause: ERROR, severity: 'error', owner: 'it' }]);
  expect(last.labels).toEqual([ERROR]);
  expect(nextWake()).toBeNull();
  expect(shown).toHaveLength(2);
});

test('it closes by itself when the configuration has a later day, or none', () => {
  for (const later of [[{ option: 'clientSecretFile', expires: '2028-03-31' }], []]) {
    configured('2027-03-31', END);
    decide({ type: 'secrets', secrets: later }, END + 1);
    expect(shown.at(-1)).toMatchObject({ state: 'in_order', exceptions: [] });
  }
});

test('told again without a change, the shop is told nothing', () => {
  configured('2027-03-31', END - DAY_MS);
  configured('2027-03-31', END - DAY_MS / 2);
  expect(shown).toHaveLength(1);
});

test('resolving it changes no day, and takes no unknown document away that nobody looked at', () => {
  decide({ type: 'unclaimed', document: 'DEMO-8-aaaa', source: 'erp:1', body: null }, 1);
  decide({ type: 'sought', found: [], unknown: ['DEMO-8-aaaa'] }, 1);
  configured('2027-03-31', END);
  command('resolve', ERROR, END);
  expect(shown.at(-1)?.exceptions.map(({ cause }) => cause)).toEqual([ERROR, 'missing_reference:unknown_document:erp']);
  expect(shown.at(-1)?.timeline.at(-1)?.text).toMatch(/^Not resolved/);
  command('resolve', 'missing_reference:unknown_document:erp', END);
  expect(shown.at(-1)?.exceptions.map(({ cause }) => cause)).toEqual([ERROR]);
});

test('a state of before secrets had days is taken as it is', () => {
  const { secrets: _, ...before } = { ...state, secrets: [] };
  state = before;
  decide({ type: 'sought', found: [], unknown: [] }, END);
  expect(last.timers).toEqual([]);
});
