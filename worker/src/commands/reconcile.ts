import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { RETURN_VARIANCES, STOCK_VARIANCES } from '../policy/variances.ts';
import { printedReport } from '../reconcile/orders/report.ts';
import { keptReports } from '../reconcile/report-file.ts';
import { printedSection } from '../reconcile/section.ts';
import { printedTrend } from '../reconcile/trend.ts';
import { SETTLED_MS } from '../shop/past.ts';
import { type Call, type Command, UsageMistake } from './command.ts';
import { daysBefore, windowOf } from './dates.ts';
import { shopAndOrders } from './past-orders.ts';
import { running } from './running.ts';

export const RECONCILE_OPTIONS: NonNullable<Command['options']> = {
  days: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'dry-run': { type: 'boolean' },
};
export const RECONCILE_USAGE =
  'orders [SHOP] [--days 7 | --from DATE --to DATE] [--dry-run] [--json] | trend [SHOP] [--json]';

const DAYS = 7;
const POLICIES = { returns: RETURN_VARIANCES, stock: STOCK_VARIANCES };

/**
 * `causeway reconcile orders`: compares a shop's orders with ERP and warehouse. Returns the exit status: 0 where all
 * agree, 1 where one varies or could not be compared. Throws `UsageMistake`, `ControlRefused`.
 */
export async function reconcile(configuration: LoadedConfiguration, call: Call): Promise<number> {
  const { options, terminal, json, words } = call;
  const [what, ...names] = words;
  if (what === 'trend') return trend(configuration, names, call);
  if (what !== 'orders') throw new UsageMistake(`causeway reconcile ${RECONCILE_USAGE}`);
  const { shop, names: more } = shopAndOrders('reconcile orders', configuration, names);
  if (more.length > 0) throw new UsageMistake(`no shop "${more[0]}" is configured; causeway why looks at one order`);
  const window = asked(options, Date.now());
  const socket = join(configuration.stateDirectory, SOCKET);
  const request = { ask: 'reconcile', shop, ...window, dry_run: options['dry-run'] === true } as const;
  const { report, file } = await running(askWorker(socket, request, (text) => terminal.err(text)));
  if (json) terminal.out(JSON.stringify(report, null, 2));
  else {
    const sections = report.sections.flatMap((section) => printedSection(section, POLICIES[section.what]));
    for (const line of [...printedReport(report), ...sections, '', `In full: ${file}`]) terminal.out(line);
  }
  const all = [report.counts, ...report.sections.map(({ counts }) => counts)];
  return all.some(({ vary, unread }) => vary + unread > 0) ? 1 : 0;
}

/** The kept reports say whether it gets better; they are files, so no worker has to run. */
function trend(configuration: LoadedConfiguration, words: readonly string[], { terminal, json }: Call): number {
  const { shop, names } = shopAndOrders('reconcile trend', configuration, words);
  if (names.length > 0) throw new UsageMistake(`no shop "${names[0]}" is configured`);
  const reports = keptReports(configuration.stateDirectory, shop);
  if (json) terminal.out(JSON.stringify(reports.map(({ orders: _, ...report }) => report)));
  else for (const line of printedTrend(shop, reports)) terminal.out(line);
  return 0;
}

function asked(options: Call['options'], now: number): { readonly from: number; readonly before: number } {
  const settled = now - SETTLED_MS;
  if (options.from !== undefined || options.to !== undefined) {
    if (options.days !== undefined) throw new UsageMistake('--days, or --from and --to');
    const { from, before } = windowOf(options, settled);
    // Who names the very instant means it.
    return { from, before: Math.min(before, String(options.to ?? '').includes('T') ? now : settled) };
  }
  const { from, before } = daysBefore(options, DAYS, settled);
  return { from, before };
}
