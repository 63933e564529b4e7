import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { emptyReport, type OrdersReport } from './orders/report.ts';
import { keepReport, keptReports, lastKept } from './report-file.ts';
import { printedTrend, reconciliationGauges } from './trend.ts';

const AT = Date.parse('2026-11-20T03:15:00Z');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function report(day: number, kinds: OrdersReport['kinds'], dryRun = false): OrdersReport {
  const frame = { shop: 'DEMO', at: AT + day * 86_400_000, from: 0, before: AT, dry_run: dryRun };
  const vary = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  return { ...emptyReport(frame), counts: { orders: 40, agree: 40 - vary, vary, older: 0, unread: 0 }, kinds };
}

function kept(...reports: readonly OrdersReport[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-trend-'));
  folders.push(folder);
  for (const each of reports) keepReport(folder, each);
  return folder;
}

test('the kept reports are a trend, oldest first; a file that cannot be read is none of them', () => {
  const folder = kept(report(1, { total: 3, erp_missing: 1 }), report(0, { total: 5 }), report(2, {}));
  writeFileSync(join(folder, 'reports', 'orders-DEMO-2026-11-19T00-00-00.000Z.json'), '{"half');
  expect(printedTrend('DEMO', keptReports(folder, 'DEMO'))).toEqual([
    'when              orders  vary  not compared  by kind',
    '2026-11-20 03:15      40     5             0  total 5',
    '2026-11-21 03:15      40     4             0  total 3, erp_missing 1',
    '2026-11-22 03:15      40     0             0',
  ]);
});

test('without reports it says how one is made', () => {
  expect(printedTrend('DEMO', keptReports(kept(), 'DEMO'))).toEqual([
    'No report of DEMO is kept: causeway reconcile orders DEMO makes one.',
  ]);
});

test('the last run counts, a dry one does not: it told nobody', () => {
  const folder = kept(report(0, { total: 5 }), report(1, {}, true));
  expect(lastKept(folder, 'DEMO')?.kinds).toEqual({ total: 5 });
  expect(lastKept(folder, 'OTHER')).toBeNull();
});

test('metrics name what the last run found, with who is asked, and when it was', async () => {
  const registry = new Registry();
  reconciliationGauges(registry, ['DEMO', 'NEW'], (shop) => (shop === 'DEMO' ? report(0, { total: 5 }) : null));
  const text = await registry.metrics();
  expect(text).toContain('causeway_reconciliation_variances{shop="DEMO",kind="total",owner="finance"} 5');
  expect(text).toContain(`causeway_reconciliation_timestamp_seconds{shop="DEMO"} ${AT / 1000}`);
  expect(text).toContain('causeway_reconciliation_timestamp_seconds{shop="NEW"} 0');
});
