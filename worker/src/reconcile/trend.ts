import { Gauge, type Registry } from 'prom-client';
import { ORDER_VARIANCES, type OrderVarianceKind } from '../policy/variances.ts';
import type { OrdersReport } from './orders/report.ts';

/** The reports of a shop as a table, oldest first: is it getting better? */
export function printedTrend(shop: string, reports: readonly OrdersReport[]): string[] {
  if (reports.length === 0) return [`No report of ${shop} is kept: causeway reconcile orders ${shop} makes one.`];
  const lines = ['when              orders  vary  not compared  by kind'];
  for (const { at, counts, kinds } of reports) {
    const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    const figures = [counts.orders, counts.vary, counts.unread].map(String);
    const words = Object.entries(kinds)
      .toSorted(([, a], [, b]) => b - a)
      .map(([kind, count]) => `${kind} ${count}`);
    const [orders = '', vary = '', unread = ''] = figures;
    lines.push(
      `${when}  ${orders.padStart(6)}  ${vary.padStart(4)}  ${unread.padStart(12)}  ${words.join(', ')}`.trimEnd(),
    );
  }
  return lines;
}

/** What each shop's last report found, as Prometheus metrics. */
export function reconciliationGauges(
  registry: Registry,
  shops: readonly string[],
  lastReport: (shop: string) => OrdersReport | null,
): void {
  new Gauge({
    name: 'causeway_reconciliation_variances',
    help: 'Orders that varied in the last reconciliation, by kind of variance and by who is asked.',
    labelNames: ['shop', 'kind', 'owner'],
    registers: [registry],
    collect() {
      this.reset();
      for (const shop of shops) {
        for (const [kind, count] of Object.entries(lastReport(shop)?.kinds ?? {})) {
          this.set({ shop, kind, owner: ORDER_VARIANCES[kind as OrderVarianceKind]?.owner ?? '' }, count);
        }
      }
    },
  });
  new Gauge({
    name: 'causeway_reconciliation_timestamp_seconds',
    help: 'When a shop was last reconciled; 0: never.',
    labelNames: ['shop'],
    registers: [registry],
    collect() {
      for (const shop of shops) this.set({ shop }, (lastReport(shop)?.at ?? 0) / 1000);
    },
  });
}
