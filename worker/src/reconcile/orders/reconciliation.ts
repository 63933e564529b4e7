import { randomUUID } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import { RECONCILIATION } from '../../flows/order/variances.ts';
import { hasVariances } from '../../flows/variances.ts';
import type { OrderVariance } from '../../policy/variances.ts';
import { emptyReport, enter, type OrdersReport } from './report.ts';
import { type Compared, comparedOrders, type WalkPorts } from './walk.ts';

export interface ReconciliationPorts extends WalkPorts {
  readonly shop: string;
  readonly engine: Pick<Engine, 'peek' | 'submit'>;
  /** Asks the shop for a subject; what it has is a look of the engine before this resolves. */
  readonly ask: (subjects: readonly string[], signal: AbortSignal) => Promise<unknown>;
}

/** Orders after which it says how far it is. */
const SAY_EVERY = 50;

/**
 * Compares a walk's orders with ERP and warehouse, tells each order what was found of it (unless `dry_run`), and returns
 * the report. An order that can't be compared is in the report, and holds up no other. Rejects where the shop can't be
 * asked, or when the signal aborts.
 */
export async function reconcileOrders(
  ports: ReconciliationPorts,
  frame: Pick<OrdersReport, 'shop' | 'at' | 'from' | 'before' | 'dry_run'>,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<OrdersReport> {
  const report = emptyReport(frame);
  const run = randomUUID();
  for await (const compared of comparedOrders(ports, signal)) {
    enter(report, compared);
    if (!frame.dry_run) await tellOrder(ports, compared, run, signal);
    const { orders, vary } = report.counts;
    if (orders % SAY_EVERY === 0) say(`${orders} orders compared, ${vary} vary`);
  }
  return report;
}

/** All that was found, each time: nothing, where something was found before. */
async function tellOrder(
  { engine, ask, shop }: ReconciliationPorts,
  { subject, variances, result }: Compared,
  run: string,
  signal: AbortSignal,
): Promise<void> {
  if (result === 'unread' || result === 'older') return;
  const ref = { shop, subject };
  const held = engine.peek(ref);
  if (variances.length === 0 && !hasVariances(held?.state)) return;
  if (held === null) await ask([subject], signal);
  const body = { variances: variances.map(({ kind, detail }: OrderVariance) => ({ kind, detail })) };
  await engine.submit([{ id: `${run}:${subject}`, ...ref, event: { type: 'told', from: RECONCILIATION, body } }]);
}
