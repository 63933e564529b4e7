import * as z from 'zod';
import { ORDER_VARIANCES, type OrderVarianceKind } from '../../policy/variances.ts';
import { Section } from '../section.ts';
import type { Compared } from './walk.ts';

/** How many orders a report names to the command line; its file names all. */
export const SHOWN_MAX = 500;

const Varying = z.object({
  subject: z.string(),
  number: z.string(),
  external_id: z.string().nullable(),
  variances: z.array(z.object({ kind: z.string(), owner: z.string(), detail: z.string() })),
  /** Why it could not be compared; null: it was. */
  problem: z.string().nullable(),
});

/** What a reconciliation of orders found: also the form of its file. Instants in epoch ms. */
export const OrdersReport = z.object({
  report: z.literal('causeway-orders/1'),
  shop: z.string(),
  at: z.int(),
  /** By creation: `from` included, `before` excluded. */
  from: z.int(),
  before: z.int(),
  dry_run: z.boolean(),
  counts: z.object({ orders: z.int(), agree: z.int(), vary: z.int(), older: z.int(), unread: z.int() }),
  /** Orders by kind of variance. */
  kinds: z.record(z.string(), z.int()),
  /** Those that vary, and those that could not be compared. */
  orders: z.array(Varying),
  /** Returns and stock, where Causeway deals with them for the shop. */
  sections: z.array(Section).default([]),
});
export type OrdersReport = z.infer<typeof OrdersReport>;

type Frame = Pick<OrdersReport, 'shop' | 'at' | 'from' | 'before' | 'dry_run'>;

export function emptyReport(frame: Frame): OrdersReport {
  const counts = { orders: 0, agree: 0, vary: 0, older: 0, unread: 0 };
  return { report: 'causeway-orders/1', ...frame, counts, kinds: {}, orders: [], sections: [] };
}

const COUNTED = { agrees: 'agree', varies: 'vary', older: 'older', unread: 'unread' } as const;

/** Counts an order in. */
export function enter(
  report: OrdersReport,
  { result, subject, number, externalId, variances, problem }: Compared,
): void {
  report.counts.orders += 1;
  report.counts[COUNTED[result]] += 1;
  for (const { kind } of variances) report.kinds[kind] = (report.kinds[kind] ?? 0) + 1;
  if (result === 'agrees' || result === 'older') return;
  const told = variances.map(({ kind, detail }) => ({ kind, owner: ORDER_VARIANCES[kind].owner, detail }));
  report.orders.push({ subject, number, external_id: externalId, variances: told, problem });
}

/** The report as people read it. */
export function printedReport({ counts, kinds, orders, shop, dry_run }: OrdersReport): string[] {
  const lines = [
    `${counts.orders} orders of ${shop}: ${counts.agree} agree, ${counts.vary} vary, ${counts.unread} could not be compared` +
      `${counts.older > 0 ? `, ${counts.older} older than go-live` : ''}.`,
  ];
  for (const [kind, count] of Object.entries(kinds).toSorted(([, a], [, b]) => b - a)) {
    const { title, owner, heals } = ORDER_VARIANCES[kind as OrderVarianceKind];
    const next = dry_run ? 'nothing was told' : heals ? 'looked at again' : `for ${owner}`;
    lines.push('', `${title}: ${count} (${next})`);
    for (const order of having(orders, kind).slice(0, 10)) lines.push(`  ${order}`);
    if (count > 10) lines.push(`  and ${count - 10} more`);
  }
  const unread = orders.filter(({ problem }) => problem !== null);
  if (unread.length > 0) lines.push('', 'Not compared:');
  for (const { number, problem } of unread.slice(0, 10)) lines.push(`  ${number}  ${problem}`);
  if (unread.length > 10) lines.push(`  and ${unread.length - 10} more`);
  return lines;
}

function having(orders: OrdersReport['orders'], kind: string): string[] {
  return orders.flatMap(({ number, variances }) =>
    variances.filter((each) => each.kind === kind).map(({ detail }) => `${number}  ${detail}`),
  );
}
