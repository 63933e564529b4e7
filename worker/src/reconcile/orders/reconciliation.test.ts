import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErpOrderInFull, PastOrder } from '@causeway/contracts';
import { afterEach, expect, test } from 'vitest';
import type { EngineEvent } from '../../engine/engine.ts';
import { anOrder, PLACED_AT, theSettings } from '../../flows/order/rehearsal/snapshot.ts';
import { RECONCILIATION } from '../../flows/order/variances.ts';
import type { Found } from '../../replay/look-up.ts';
import { keepReport } from '../report-file.ts';
import { reconcileOrders } from './reconciliation.ts';
import { OrdersReport, printedReport } from './report.ts';

const NOW = PLACED_AT + 86_400_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function past(id: number, state: string | null, changes: Partial<PastOrder> = {}): PastOrder {
  const known =
    state === null ? null : { external_id: `DEMO-${id}`, erp_number: `SO-${id}`, state, open: false, epoch: 1, n: 3 };
  const snapshot = anOrder({ id, number: String(id) });
  return { subject: `order/${id}`, created_at: PLACED_AT, snapshot, snapshot_bytes: 900, known, ...changes };
}

const erpOrder = (id: number, changes: Partial<ErpOrderInFull> = {}): ErpOrderInFull => ({
  id: `SO-${id}`,
  number: `SO-${id}`,
  externalId: `DEMO-${id}`,
  status: 'open',
  currency: 'EUR',
  totalMinor: 6069,
  allocation: 'none',
  ...changes,
});

async function* each(orders: readonly PastOrder[]): AsyncGenerator<PastOrder, void> {
  yield* orders;
}

/** Runs over `orders`; `there`: what ERP and warehouse have, by subject; `held`: states that the engine holds. */
async function reconciled(
  orders: readonly PastOrder[],
  there: Readonly<Record<string, Partial<Found>>>,
  { held = {}, dryRun = false, goLiveAt = 0 as number | null } = {},
) {
  const asked: string[] = [];
  const told: EngineEvent[] = [];
  const report = await reconcileOrders(
    {
      shop: 'DEMO',
      past: each(orders),
      context: (subject) => ({ now: NOW, subject, shop: { code: 'DEMO', goLiveAt }, settings: theSettings() }),
      lookUp: async (subject) => ({ erp: [], wms: [], ...there[subject] }),
      toleranceMinor: 0,
      ask: async (subjects) => void asked.push(...subjects),
      engine: {
        peek: ({ subject }) => {
          const state = (held as Record<string, unknown>)[subject];
          return state === undefined ? null : { flow: 'order', version: 1, state };
        },
        submit: async (events) => void told.push(...events),
      },
    },
    { shop: 'DEMO', at: NOW, from: 0, before: NOW, dry_run: dryRun },
    () => undefined,
    new AbortController().signal,
  );
  return { report: OrdersReport.parse(report), asked, told };
}

test('a planted difference is found, told to its order, and nothing else is touched', async () => {
  const orders = [past(1, 'accepted'), past(2, 'accepted'), past(3, 'accepted'), past(4, 'held')];
  const there = { 'order/1': { erp: [erpOrder(1)] }, 'order/2': { erp: [erpOrder(2, { totalMinor: 5000 })] } };
  const { report, asked, told } = await reconciled(orders, there, { held: { 'order/2': {} } });
  expect(report.counts).toEqual({ orders: 4, agree: 2, vary: 2, older: 0, unread: 0 });
  expect(report.kinds).toEqual({ total: 1, erp_missing: 1 });
  expect(asked).toEqual(['order/3']);
  expect(told.map(({ subject }) => subject)).toEqual(['order/2', 'order/3']);
  expect(told[0]?.event).toEqual({
    type: 'told',
    from: RECONCILIATION,
    body: { variances: [{ kind: 'total', detail: 'The shop has 60.69 EUR, the ERP 50.00 EUR.' }] },
  });
  expect(printedReport(report).join('\n')).toContain('Shop and ERP have different totals: 1 (for finance)\n  2  The');
});

test('an order that agrees again is told so, once something had been found of it', async () => {
  const variances = [{ kind: 'total', detail: 'before', again: false }];
  const held = { 'order/1': { variances }, 'order/2': { variances: [] } };
  const there = { 'order/1': { erp: [erpOrder(1)] }, 'order/2': { erp: [erpOrder(2)] } };
  const { told } = await reconciled([past(1, 'accepted'), past(2, 'accepted')], there, { held });
  expect(told.map(({ subject, event }) => [subject, event])).toEqual([
    ['order/1', { type: 'told', from: RECONCILIATION, body: { variances: [] } }],
  ]);
});

test('a dry run tells nobody', async () => {
  const { report, told, asked } = await reconciled([past(1, null)], {}, { dryRun: true });
  expect([report.kinds, told, asked]).toEqual([{ never_captured: 1 }, [], []]);
  expect(printedReport(report).join('\n')).toContain('never reached Causeway: 1 (nothing was told)');
});

test('what can not be read, here or there, is said, and the others are compared all the same', async () => {
  const orders = [past(1, 'accepted', { snapshot: null, snapshot_bytes: 0 }), past(2, 'accepted'), past(3, 'accepted')];
  const there = { 'order/2': { erp: 'it waits' }, 'order/3': { erp: [erpOrder(3)] } };
  const { report, told } = await reconciled(orders, there);
  expect(report.counts).toMatchObject({ orders: 3, agree: 1, unread: 2 });
  expect(report.orders.map(({ problem }) => problem)).toEqual([
    "the shop can't read it; its log says why",
    'the ERP: it waits',
  ]);
  expect(told).toEqual([]);
});

test('orders from before go-live are nobody else’s, unless one was sent', async () => {
  const orders = [past(1, null), past(2, 'before_go_live'), past(3, 'accepted')];
  const { report } = await reconciled(orders, {}, { goLiveAt: NOW });
  expect(report.counts).toMatchObject({ older: 2, vary: 1 });
});

test('the report is kept as a file of its own, and the newest thirty are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-reports-'));
  folders.push(folder);
  const { report } = await reconciled([past(1, null)], {});
  for (let nr = 0; nr < 32; nr += 1) keepReport(folder, { ...report, at: NOW + nr * 1000 });
  const other = keepReport(folder, { ...report, shop: 'OTHER' });
  const files = readdirSync(join(folder, 'reports'));
  expect([files.length, files.includes('orders-DEMO-2026-11-28T10-00-00.000Z.json')]).toEqual([31, false]);
  expect(OrdersReport.parse(JSON.parse(readFileSync(other, 'utf8'))).shop).toBe('OTHER');
  expect(statSync(other).mode & 0o777).toBe(0o600);
});
