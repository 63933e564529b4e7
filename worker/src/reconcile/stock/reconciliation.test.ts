import { expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/engine.ts';
import { newState, type StockState } from '../../flows/availability/state.ts';
import { STOCK_RECONCILIATION } from '../../flows/availability/verification.ts';
import { reconcileStock } from './reconciliation.ts';

/** What the shop answers of a SKU, one look after the other; `silent`: nothing. */
type Answers = readonly (Partial<StockState> | 'silent')[];

/** Runs over SKUs that the shop holds a triple of; time passes by pauses alone. */
async function reconciled(answers: Readonly<Record<string, Answers>>) {
  const told: EngineEvent[] = [];
  const pauses: number[] = [];
  let now = 0;
  const states = new Map<string, StockState>();
  for (const sku of Object.keys(answers)) {
    const shop = { version: 3, base: '10', counted: '0' };
    states.set(`stock/${sku}`, { ...newState(), sku, shop });
  }
  states.set('stock/NEVER-TOLD', newState());
  const section = await reconcileStock(
    {
      shop: 'DEMO',
      engine: {
        held: (_, after, limit) =>
          [...[...states.keys()].sort(), 'system/erp'].filter((key) => key > after).slice(0, limit),
        peek: ({ subject }) => {
          const state = states.get(subject);
          return state === undefined ? null : { flow: 'availability', version: 1, state };
        },
        submit: async (events) => {
          for (const event of events) {
            told.push(event);
            const state = states.get(event.subject);
            const { run } = (event.event as unknown as { body: { run: string } }).body;
            const looks = told.filter(({ subject }) => subject === event.subject).length;
            const answer = answers[event.subject.slice('stock/'.length)]?.[looks - 1];
            if (state !== undefined && answer !== undefined && answer !== 'silent')
              states.set(event.subject, { ...state, ...answer, verified: run });
          }
        },
      },
      pause: async (ms) => {
        pauses.push(ms);
        now += ms;
      },
      now: () => now,
      toleranceUnits: '2',
    },
    new AbortController().signal,
  );
  return { section, told, pauses };
}

const by = (units: string, again: boolean) => ({ difference: { units, again } });

test('every SKU that the shop was told is asked for; those that agree cost one look', async () => {
  const { section, told, pauses } = await reconciled({ 'CW-1': [{}], 'CW-2': [{}] });
  expect(section.counts).toEqual({ compared: 2, agree: 2, vary: 0, unread: 0 });
  expect(told.map(({ subject, event }) => [subject, (event as unknown as { from: string }).from])).toEqual([
    ['stock/CW-1', STOCK_RECONCILIATION],
    ['stock/CW-2', STOCK_RECONCILIATION],
  ]);
  expect(told[0]?.event).toMatchObject({ body: { about: 'verify', tolerance: '2' } });
  expect(pauses).toEqual([]);
});

test('a stock that was changed by hand is found by the second look; an order that was on its way is none', async () => {
  const { section, pauses } = await reconciled({
    'CW-1': [by('4', false), by('4', true)],
    'CW-2': [by('-1', false), { difference: null }],
    'CW-3': [by('-2', false), by('-2', true)],
  });
  expect(section.varying).toEqual([
    {
      subject: 'stock/CW-1',
      name: 'CW-1',
      variances: [{ kind: 'stock_differs', owner: 'fulfilment', detail: 'The shop has 4 more than it was told.' }],
      problem: null,
    },
    {
      subject: 'stock/CW-3',
      name: 'CW-3',
      variances: [{ kind: 'stock_differs', owner: 'fulfilment', detail: 'The shop has 2 fewer than it was told.' }],
      problem: null,
    },
  ]);
  expect([section.counts.agree, pauses]).toEqual([1, [30_000]]);
});

test('a difference that a person left as it is counts no more', async () => {
  const left = { ...by('4', true), accepted: '4' };
  expect((await reconciled({ 'CW-1': [left, left] })).section.counts).toMatchObject({ agree: 1, vary: 0 });
});

test('a shop that does not answer is waited for a minute, and said to be so', async () => {
  const { section, pauses } = await reconciled({ 'CW-1': ['silent'], 'CW-2': [{ below: '-2' }] });
  expect(section.counts).toEqual({ compared: 2, agree: 0, vary: 1, unread: 1 });
  expect(section.varying).toMatchObject([
    { name: 'CW-1', problem: 'the shop has not answered in time' },
    { name: 'CW-2', variances: [{ kind: 'stock_negative' }] },
  ]);
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(60_000);
});
