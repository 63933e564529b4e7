import type { PastOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/engine.ts';
import { newErrand } from '../../flows/errand/errand.ts';
import { anOrder } from '../../flows/order/rehearsal/snapshot.ts';
import { newState, type ReturnState } from '../../flows/return/state.ts';
import { RETURNS_RECONCILIATION } from '../../flows/return/variances.ts';
import { reconcileReturns } from './reconciliation.ts';

const named = { externalId: 'DEMO-C57-ab12', orderExternalId: 'DEMO-7-ab12' };
const memo = { ...named, id: '5', number: 'CM-5', status: 'posted', currency: 'EUR', totalMinor: 500 } as const;

/** Refund 57 of order 7, made in WooCommerce itself and booked. */
function aRefund(changes: Partial<ReturnState> = {}): ReturnState {
  return {
    ...newState('return/r57'),
    origin: 'refund',
    externalId: named.externalId,
    order: { subject: 'order/7', externalId: named.orderExternalId, erpNumber: 'SO-7' },
    shopRefund: { refund: { id: 57 } } as ReturnState['shopRefund'],
    memo: { ...newErrand(), doc: memo },
    final: 'closed',
    ...changes,
  };
}

function order(refunded: string | null, changes: Parameters<typeof anOrder>[0] = {}): PastOrder {
  const refund = { id: 57, created_at: '2026-11-20T10:00:00Z', amount: refunded ?? '0', reason: '', lines: [] };
  const refunds = refunded === null ? [] : [{ ...refund, payment_refunded: false, return_id: null }];
  const snapshot = anOrder({ id: 7, number: '7', refunds, ...changes });
  return { subject: 'order/7', created_at: 0, snapshot, snapshot_bytes: 900, known: null };
}

/** Runs over `states`; `found`: what systems answer, by operation (a string: why they don't). */
async function reconciled(
  states: readonly ReturnState[],
  orders: readonly PastOrder[],
  found: Readonly<Record<string, unknown>> = { find_credit_memos: { memos: [memo] } },
  dryRun = false,
) {
  const told: EngineEvent[] = [];
  const held = new Map(states.map((state) => [state.subject, state]));
  const asked: (readonly string[])[] = [];
  const section = await reconcileReturns(
    {
      shop: 'DEMO',
      engine: {
        held: (_, after, limit) => [...held.keys(), 'stock/CW-1'].filter((key) => key > after).slice(0, limit),
        peek: ({ subject }) => {
          const state = held.get(subject);
          return state === undefined ? null : { flow: 'return', version: 1, state };
        },
        submit: async (events) => void told.push(...events),
      },
      async *orders(subjects) {
        asked.push(subjects);
        yield* orders;
      },
      find: async (_subject, _role, operation) => {
        const answer = found[operation];
        return typeof answer === 'string' ? answer : { reply: answer };
      },
      toleranceMinor: 0,
    },
    dryRun,
    new AbortController().signal,
  );
  return { section, told: told.map(({ subject, event }) => ({ subject, event })), asked };
}

test('a refund and its credit memo agree: nobody is told anything', async () => {
  const { section, told, asked } = await reconciled([aRefund()], [order('5.00')]);
  expect(section.counts).toEqual({ compared: 1, agree: 1, vary: 0, unread: 0 });
  expect([told, asked]).toEqual([[], [['order/7']]]);
});

test('a shop that shows its prices without decimals pays back as many cents', async () => {
  const { section } = await reconciled([aRefund()], [order('5', { currency_decimals: 0 })]);
  expect(section.counts).toMatchObject({ compared: 1, agree: 1 });
});

test('a refund of an order that ended before the ERP took it has no credit memo, and misses none', async () => {
  const ended = { ...aRefund().shopRefund, ended: true } as ReturnState['shopRefund'];
  const { section } = await reconciled([aRefund({ shopRefund: ended, memo: newErrand() })], [order('5.00')], {
    find_credit_memos: { memos: [] },
  });
  expect(section.counts).toMatchObject({ compared: 1, agree: 1 });
});

test('a refund that grew in the shop: its return is told, finance is named; a dry run tells nobody', async () => {
  const detail = 'The shop paid back 7.50 EUR, CM-5 says 5.00 EUR.';
  const { section, told } = await reconciled([aRefund()], [order('7.50')]);
  expect(section.varying).toEqual([
    {
      subject: 'return/r57',
      name: 'DEMO-C57-ab12',
      variances: [{ kind: 'memo_total', owner: 'finance', detail }],
      problem: null,
    },
  ]);
  const body = { about: 'variances', variances: [{ kind: 'memo_total', detail }] };
  expect(told).toEqual([{ subject: 'return/r57', event: { type: 'told', from: RETURNS_RECONCILIATION, body } }]);
  expect((await reconciled([aRefund()], [order('7.50')], undefined, true)).told).toEqual([]);
});

test('what was found before and is no more is told, so that its exception closes', async () => {
  const before = aRefund({ variances: [{ kind: 'memo_total', detail: 'x', again: false }] });
  const { told } = await reconciled([before], [order('5.00')]);
  expect(told).toMatchObject([{ subject: 'return/r57', event: { body: { variances: [] } } }]);
});

test('a refund that vanished from the shop with its memo still posted', async () => {
  expect((await reconciled([aRefund()], [order(null)])).section.kinds).toEqual({ memo_alone: 1 });
});

test.each([
  ['the ERP: it waits: the ERP is in maintenance', 'it waits: the ERP is in maintenance'],
  ["the ERP: it answered in a shape we don't know", { memos: [{}] }],
])('one that cannot be looked up is counted as such, and told nothing: %s', async (problem, answer) => {
  const { section, told } = await reconciled([aRefund()], [order('9.00')], { find_credit_memos: answer });
  expect(section.varying).toMatchObject([{ problem, variances: [] }]);
  expect([section.counts.unread, told]).toEqual([1, []]);
});

test('the order is gone from the shop: not compared, said why', async () => {
  expect((await reconciled([aRefund()], [])).section.varying).toMatchObject([
    { problem: 'the shop has no such order' },
  ]);
});

test('what a person or a restore took out of our hands is compared by nobody', async () => {
  const { section } = await reconciled(
    [aRefund({ final: 'closed_by_person' }), aRefund({ final: 'lost_in_restore' })],
    [],
  );
  expect(section.counts.compared).toBe(0);
});
