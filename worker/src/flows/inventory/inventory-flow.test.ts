import type { Command, FlowEvent, Mirror } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { inventoryFlow } from './inventory-flow.ts';
import { newInventoryState } from './state.ts';

const held = {
  id: 'h-1',
  since: 1,
  falls: 12,
  zeros: 9,
  before: '400',
  after: '31',
  largest: [{ sku: 'CW-001', before: '90', after: '0' }],
};
const quiet = { type: 'source', held: null, staleSince: null, offline: [], faults: [] } as const;
const command = (asked: Command['command'], cause: string | null = null): FlowEvent => ({
  type: 'command',
  command: {
    ...{ command: asked, by: { user_id: 7, name: 'Ada' }, asked_at: 1, seen: null, cause },
    ...{ reason: 'stocktaking', filter: null },
  },
});

/** Decides one event after another; what the shop is told last. */
function after(...events: FlowEvent[]) {
  let state = newInventoryState();
  let shown: Mirror | null = null;
  for (const [nth, event] of events.entries()) {
    const context = { now: 1000 + nth, subject: 'inventory/erp', shop: { code: 'DEMO', goLiveAt: 1 }, settings: null };
    const decided = inventoryFlow.decide(state, event, context);
    state = decided.state;
    for (const effect of decided.effects) if (effect.kind === 'mirror') shown = effect.body;
  }
  return { state, shown: shown as Mirror | null, causes: shown?.exceptions.map(({ cause }) => cause) ?? [] };
}

test('a source in order shows nothing', () => {
  expect(after(quiet).shown).toBeNull();
});

test('a held telling is one exception with its largest falls, and stays one when told again', () => {
  const { shown, causes, state } = after({ ...quiet, held }, { ...quiet, held });
  expect(causes).toEqual(['stock:held:erp']);
  expect(shown?.exceptions[0]?.detail).toContain('CW-001: 90 → 0');
  expect(shown?.exceptions[0]?.title).toContain('12 SKUs fell at once, 9 of them to nothing');
  expect(state.verdict).toBeNull();
});

test.each([
  ['approve', true, 'stock_approved'],
  ['reject', false, 'stock_rejected'],
] as const)('%s stands in the state and in the audit, closes the alert, and is said once', (asked, approve, action) => {
  const { state, causes, shown } = after({ ...quiet, held }, command(asked), command('approve'), command('reject'));
  expect(state.verdict).toEqual({ held: 'h-1', approve });
  expect(causes).toEqual([]);
  expect(shown?.audit?.map((entry) => [entry.action, entry.actor])).toEqual([[action, 'user:7']]);
});

test('a verdict holds for the telling that was seen, not for another', () => {
  const other = { ...held, id: 'h-2' };
  const { state, causes } = after({ ...quiet, held }, command('approve', 'stock:held:erp'), { ...quiet, held: other });
  expect([state.verdict, causes]).toEqual([null, ['stock:held:erp']]);
});

test('nothing is approved where nothing is held, or another cause is meant', () => {
  expect(after(quiet, command('approve')).state.verdict).toBeNull();
  expect(after({ ...quiet, held }, command('approve', 'stock:node_offline:erp')).state.verdict).toBeNull();
});

test('a silent source, places that are offline, and each bad line are exceptions of their own, until they are over', () => {
  const bad = {
    ...quiet,
    staleSince: 5,
    offline: ['EAST', 'WEST'],
    faults: ['A at MAIN: onHand', 'B at MAIN: onHand'],
  };
  expect(after(bad).causes).toEqual([
    'connection:stock_stale:erp',
    'stock:node_offline:erp',
    'parse:stock_line:erp:A-at-MAIN',
    'parse:stock_line:erp:B-at-MAIN',
  ]);
  expect(after(bad, quiet).causes).toEqual([]);
});
