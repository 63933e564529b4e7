import { Gauge, type Registry } from 'prom-client';
import { ORDER_VARIANCES, RETURN_VARIANCES, STOCK_VARIANCES } from '../policy/variances.ts';
import type { OrdersReport } from './orders/report.ts';

/** The reports of a shop as a table, oldest first: is it getting better? */
export function printedTrend(shop: string, reports: readonly OrdersReport[]): string[] {
  if (reports.length === 0) return [`No report of ${shop} is kept: causeway reconcile orders ${shop} makes one.`];
  const lines = ['when              orders  vary  not compared  by kind'];
  for (const { at, counts, ...report } of reports) {
    const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
    const figures = [counts.orders, counts.vary, counts.unread].map(String);
    const words = Object.entries(kindsOf(report))
      .toSorted(([, a], [, b]) => b - a)
      .map(([kind, count]) => `${kind} ${count}`);
    const [orders = '', vary = '', unread = ''] = figures;
    lines.push(
      `${when}  ${orders.padStart(6)}  ${vary.padStart(4)}  ${unread.padStart(12)}  ${words.join(', ')}`.trimEnd(),
    );
  }
  return lines;
}

/** Of orders, returns and stock together: no kind is named twice. */
const kindsOf = ({ kinds, sections }: Pick<OrdersReport, 'kinds' | 'sections'>): Record<string, number> =>
  Object.assign({}, kinds, ...sections.map((section) => section.kinds));

const OWNERS: Readonly<Record<string, { readonly owner: string } | undefined>> = {
  ...ORDER_VARIANCES,
  ...RETURN_VARIANCES,
  ...STOCK_VARIANCES,
};

/** What each shop's last report found, as Prometheus metrics. */
export function reconciliationGauges(
  registry: Registry,
  shops: readonly string[],
  lastReport: (shop: string) => OrdersReport | null,
): void {
  new Gauge({
    name: 'causeway_reconciliation_variances',
    help: 'What varied in the last reconciliation, by kind of variance and by who is asked.',
    labelNames: ['shop', 'kind', 'owner'],
    registers: [registry],
    collect() {
      this.reset();
      for (const shop of shops) {
        const report = lastReport(shop);
        if (report === null) continue;
        for (const [kind, count] of Object.entries(kindsOf(report))) {
          this.set({ shop, kind, owner: OWNERS[kind]?.owner ?? '' }, count);
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
