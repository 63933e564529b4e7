import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { answerWith } from '../control/asks/ask.ts';
import { reconcileAsk } from '../control/asks/reconcile.ts';
import { SOCKET } from '../control/protocol.ts';
import { ControlServer } from '../control/server.ts';
import { emptyReport, type OrdersReport, SHOWN_MAX } from '../reconcile/orders/report.ts';
import type { Reconciliations, ReconciliationWindow } from '../reconcile/reconciliations.ts';
import { emptySection } from '../reconcile/section.ts';
import { SETTLED_MS } from '../shop/past.ts';
import { reconcile } from './reconcile.ts';

const DAY_MS = 86_400_000;
const AGREES = { orders: 3, agree: 3, vary: 0, older: 0, unread: 0 };
let folder: string;
let server: ControlServer;
let asked: ReconciliationWindow[];
let out: string[];
/** What the worker's next run finds; a string: it is not done, and why. */
let found: Partial<OrdersReport> | string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-reconcile-'));
  [asked, out, found] = [[], [], { counts: AGREES }];
  const orders: Reconciliations['orders'] = async (shop, window) => {
    asked.push(window);
    if (typeof found === 'string') return found;
    const { from, before, dryRun: dry_run } = window;
    return { report: { ...emptyReport({ shop, at: 1, from, before, dry_run }), ...found }, file: '/state/report.json' };
  };
  const ask = reconcileAsk({ orders } as Reconciliations);
  server = new ControlServer(answerWith({ reconcile: ask } as never), () => undefined);
  await server.listen(join(folder, SOCKET));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(options: Record<string, string | boolean> = {}, json = false, words = ['orders']): Promise<number> {
  out = [];
  const configuration = { stateDirectory: folder, shops: [{ code: 'DEMO' }], leftOut: [] };
  const terminal = { out: (line: string) => void out.push(line), err: () => undefined };
  const call = { words, json, options, file: null, environment: {}, terminal };
  return reconcile(configuration as unknown as LoadedConfiguration, call);
}

const varying = (nr: number): OrdersReport['orders'][number] => {
  const variances = [{ kind: 'total', owner: 'finance', detail: 'The shop has 2.00 EUR, the ERP 1.00 EUR.' }];
  return { subject: `order/${nr}`, number: `${nr}`, external_id: null, variances, problem: null };
};

test('where all agree it ends with 0 and says where the report lies; the last seven days are compared, but not the last moments', async () => {
  const before = Date.now() - SETTLED_MS;
  expect(await run()).toBe(0);
  expect(out).toEqual([
    '3 orders of DEMO: 3 agree, 0 vary, 0 could not be compared.',
    '',
    'In full: /state/report.json',
  ]);
  const [window] = asked;
  expect(window).toMatchObject({ from: (window?.before ?? 0) - 7 * DAY_MS, dryRun: false });
  expect(Math.abs((window?.before ?? 0) - before)).toBeLessThan(60_000);
});

test.each<[string, Partial<OrdersReport>]>([
  ['an order varies', { counts: { ...AGREES, agree: 2, vary: 1 }, kinds: { total: 1 }, orders: [varying(7)] }],
  ['an order could not be compared', { counts: { ...AGREES, agree: 2, unread: 1 } }],
  [
    'a stock varies',
    { sections: [{ ...emptySection('stock'), counts: { compared: 1, agree: 0, vary: 1, unread: 0 } }] },
  ],
])('it ends with 1 where %s', async (_, report) => {
  found = { counts: AGREES, ...report };
  expect([await run(), await run({ 'dry-run': true })]).toEqual([1, 1]);
  expect(asked.map(({ dryRun }) => dryRun)).toEqual([false, true]);
});

test('as JSON it is the whole report but for its longest list, whose rest lies in the file', async () => {
  const orders = Array.from({ length: SHOWN_MAX + 1 }, (_, nr) => varying(nr));
  found = { counts: { ...AGREES, vary: orders.length }, orders };
  expect(await run({ from: '2026-11-01', to: '2026-11-02' }, true)).toBe(1);
  expect(JSON.parse(out.join(''))).toMatchObject({ shop: 'DEMO', counts: { vary: SHOWN_MAX + 1 } });
  expect(JSON.parse(out.join('')).orders).toHaveLength(SHOWN_MAX);
  expect(asked[0]).toMatchObject({ from: Date.parse('2026-11-01'), before: Date.parse('2026-11-03') });
});

test('a slip, and a run that is under way already, are said', async () => {
  await expect(run({}, false, ['stock'])).rejects.toThrow('causeway reconcile orders [SHOP]');
  await expect(run({}, false, ['orders', 'DEMO', '5'])).rejects.toThrow('causeway why looks at one order');
  await expect(run({ days: '3', from: '2026-11-01' })).rejects.toThrow('--days, or --from and --to');
  expect(asked).toEqual([]);
  found = 'The orders of shop DEMO are being reconciled already.';
  await expect(run()).rejects.toThrow(found);
});
