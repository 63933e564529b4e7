import { SHOWN_MAX } from '../../reconcile/orders/report.ts';
import type { Reconciliations } from '../../reconcile/reconciliations.ts';
import type { Ask } from './ask.ts';
import { heard, no } from './heard.ts';

/** Compares a shop's orders with ERP and warehouse; who goes away stops it. */
export function reconcileAsk(reconciliations: Reconciliations): Ask<'reconcile'> {
  return async ({ shop, from, before, dry_run }, asker) =>
    heard(asker, async (tell) => {
      const kept = await reconciliations.orders(shop, { from, before, dryRun: dry_run }, tell, asker.gone);
      if (typeof kept === 'string') return no(kept);
      const { report, file } = kept;
      return { said: 'reconcile', report: { ...report, orders: report.orders.slice(0, SHOWN_MAX) }, file };
    });
}
