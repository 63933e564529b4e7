import type { PastOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { anOrder, theSettings } from '../../flows/order/rehearsal/snapshot.ts';
import type { Errand } from '../../replay/run-record.ts';
import { ShopUnanswered } from '../../shop/asking.ts';
import { pastOrderAsks } from './past-orders.ts';

const GO_LIVE = 5000;
const asker = { tell: () => undefined, gone: new AbortController().signal };
const past = (nr: number, created_at: number, status = 'processing'): PastOrder => ({
  subject: `order/${nr}`,
  created_at,
  snapshot: anOrder({ id: nr, status }),
  snapshot_bytes: 9,
  known: null,
});
const ORDERS = [past(1, 1000), past(2, 2000, 'completed'), past(3, GO_LIVE)];
const errand = (kind: Errand['kind']): Errand => {
  return { kind, shop: 'DEMO', selection: { by: 'dates', from: 0, before: 9e12 }, statuses: null };
};

/** What the worker answers of a shop with these orders, and which of them it asked ERP and warehouse about. */
function open(goLiveAt: number | null, orders: readonly PastOrder[] | Error = ORDERS) {
  const lookedUp = new Set<string>();
  const begun: Errand[] = [];
  const shop = {
    ...{ code: 'DEMO', goLiveAt, settings: theSettings(), ask: async () => new Map() },
    async *past() {
      if (orders instanceof Error) throw orders;
      yield* orders;
    },
  };
  const asks = pastOrderAsks({
    engine: { labelled: () => [] },
    wayOut: (async ({ subject, call }: { subject: string; call: { operation: string } }) => {
      lookedUp.add(subject);
      return { kind: 'ok', reply: call.operation === 'find_orders' ? { orders: [] } : { releases: [] } };
    }) as never,
    runs: {
      begin: (one: Errand) => {
        begun.push(one);
        return `A ${one.kind} of shop DEMO is under way`;
      },
    } as never,
    shop: (code) => (code === 'DEMO' ? shop : `shop ${code} is not served`),
    erpOf: () => undefined,
  });
  return { asks, lookedUp, begun };
}

test('promise 9: a dry run of a backfill asks only about orders that it would send', async () => {
  const { asks, lookedUp, begun } = open(GO_LIVE);
  const { tally } = (await asks.forecast({ ask: 'forecast', errand: errand('backfill') }, asker)) as never;
  expect(tally).toMatchObject({
    'would be sent to the ERP': { orders: ['1'] },
    'left out: completed in the shop, shipped without us (--status completed sends it all the same)': { orders: ['2'] },
    'left out: not older than go-live, so that it is sent by itself': { orders: ['3'] },
  });
  expect([[...lookedUp], begun]).toEqual([['order/1'], []]);
});

test('promise 9: of a shop that is not live nothing is replayed or backfilled, dry or not', async () => {
  const { asks, lookedUp, begun } = open(null);
  const problem = 'Shop DEMO is not live: nothing is sent for it yet (causeway rehearse can be run before go-live).';
  for (const kind of ['replay', 'backfill'] as const) {
    expect(await asks.forecast({ ask: 'forecast', errand: errand(kind) }, asker)).toMatchObject({ problem });
    const run = await asks.run({ ask: 'run', run: { begin: errand(kind) } }, asker);
    expect(run).toMatchObject({ said: 'no', problem });
  }
  expect([lookedUp.size, begun]).toEqual([0, []]);
});

test('why nothing was done is an answer: another run, a shop that is not served, one that can not be asked', async () => {
  const { asks, begun } = open(GO_LIVE, new ShopUnanswered('it did not answer'));
  const run = await asks.run({ ask: 'run', run: { begin: errand('replay') } }, asker);
  expect([run, begun]).toEqual([{ said: 'no', problem: 'A replay of shop DEMO is under way' }, [errand('replay')]]);
  expect(await asks.forecast({ ask: 'forecast', errand: { ...errand('replay'), shop: 'ALT' } }, asker)).toEqual({
    said: 'no',
    problem: 'shop ALT is not served',
  });
  expect(await asks.forecast({ ask: 'forecast', errand: errand('replay') }, asker)).toEqual({
    said: 'no',
    problem: "The shop can't be asked: it did not answer.",
  });
});
