import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PastOrder } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { anOrder, PLACED_AT, theSettings } from '../flows/order/rehearsal/snapshot.ts';
import { ShopUnanswered } from '../shop/asking.ts';
import { Reconciliations } from './reconciliations.ts';

const NOW = PLACED_AT + 86_400_000;
const NEVER = new AbortController().signal;
let folder: string;
let told: EngineEvent[];
let stocksAsked: number;
/** Holds the walk over the shop's orders until it resolves. */
let gate: Promise<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-reconciliations-'));
  [told, stocksAsked, gate] = [[], 0, Promise.resolve()];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An order that the shop shows as accepted, and that neither ERP nor warehouse has. */
const missing: PastOrder = {
  subject: 'order/7',
  created_at: PLACED_AT,
  snapshot: anOrder({ id: 7, number: '7' }),
  snapshot_bytes: 900,
  known: { external_id: 'DEMO-7', erp_number: 'SO-7', state: 'accepted', open: true, epoch: 1, n: 3 },
};

function open(): Reconciliations {
  return new Reconciliations({
    stateDirectory: folder,
    engine: {
      peek: () => null,
      submit: async (events) => void told.push(...events),
      held: () => {
        stocksAsked += 1;
        return [];
      },
    },
    wayOut: (async ({ call }: { call: { operation: string } }) => {
      return { kind: 'ok', reply: call.operation === 'find_orders' ? { orders: [] } : { releases: [] } };
    }) as never,
    shop: (code) => ({
      ...{ code, goLiveAt: 0, settings: theSettings(), ask: async () => new Map() },
      follows: { returns: false, stock: true },
      tolerances: { toleranceMinor: 0, toleranceUnits: '0' },
      async *past() {
        await gate;
        yield missing;
      },
    }),
    now: () => NOW,
  });
}

const run = (runs: Reconciliations, dryRun = false, code = 'DEMO') =>
  runs.orders(code, { from: 0, before: NOW, dryRun }, () => undefined, NEVER);

test('a dry run tells no order and no stock, and is not the last that counts', async () => {
  const runs = open();
  expect(await run(runs, true)).toMatchObject({ report: { kinds: { erp_missing: 1 }, dry_run: true } });
  expect([told, stocksAsked, runs.last('DEMO')]).toEqual([[], 0, null]);
  expect(await run(runs)).toMatchObject({ report: { kinds: { erp_missing: 1 }, dry_run: false } });
  expect([told.map(({ subject }) => subject), stocksAsked]).toEqual([['order/7'], 1]);
  expect(runs.last('DEMO')).toMatchObject({ kinds: { erp_missing: 1 } });
  expect(open().last('DEMO')).toMatchObject({ kinds: { erp_missing: 1 } });
});

test('one run of a shop at a time, whoever asks; another shop goes on, and one that broke off can be begun again', async () => {
  const runs = open();
  let go = () => {};
  gate = new Promise((resolve) => {
    go = resolve;
  });
  const first = run(runs);
  expect(await run(runs)).toBe('The orders of shop DEMO are being reconciled already.');
  const other = run(runs, false, 'ALT');
  go();
  expect(await Promise.all([first, other])).toMatchObject([{ report: { shop: 'DEMO' } }, { report: { shop: 'ALT' } }]);
  gate = Promise.reject(new ShopUnanswered('gone'));
  await expect(run(runs)).rejects.toThrow('gone');
  gate = Promise.resolve();
  expect(await run(runs)).toMatchObject({ report: { shop: 'DEMO' } });
});
