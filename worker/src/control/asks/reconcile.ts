import { setTimeout as sleep } from 'node:timers/promises';
import type { WayOut } from '../../dispatch/dispatch.ts';
import type { Engine } from '../../engine/engine.ts';
import { reconcileOrders } from '../../reconcile/orders/reconciliation.ts';
import { SHOWN_MAX } from '../../reconcile/orders/report.ts';
import { keepReport } from '../../reconcile/orders/report-file.ts';
import { lookUp } from '../../replay/look-up.ts';
import type { ReplayShop } from '../../replay/replay-shop.ts';
import type { Ask } from './ask.ts';
import { heard, no } from './heard.ts';

export interface ReconcilePorts {
  readonly stateDirectory: string;
  readonly engine: Pick<Engine, 'peek' | 'submit'>;
  readonly wayOut: WayOut;
  /** A string: the shop is not served, and that is why. */
  readonly shop: (code: string) => ReplayShop | string;
}

/** Compares a shop's orders with ERP and warehouse, one run at a time for each shop; who goes away stops it. */
export function reconcileAsk({ stateDirectory, engine, wayOut, shop }: ReconcilePorts): Ask<'reconcile'> {
  const going = new Set<string>();
  const now = Date.now;
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
  return async ({ shop: code, from, before, dry_run }, asker) => {
    const served = shop(code);
    if (typeof served === 'string') return no(served);
    if (going.has(code)) return no(`The orders of shop ${code} are being reconciled already.`);
    going.add(code);
    try {
      return await heard(asker, async (tell) => {
        const { goLiveAt, settings, past, ask } = served;
        const frame = { shop: code, at: now(), from, before, dry_run };
        const ports = {
          shop: code,
          engine,
          ask,
          past: past({ from, before }, asker.gone),
          context: (subject: string) => ({ now: now(), subject, shop: { code, goLiveAt }, settings }),
          lookUp: (subject: string, externalId: string, signal: AbortSignal) =>
            lookUp(code, subject, externalId, { dispatch: wayOut, now, pause }, signal),
        };
        const report = await reconcileOrders(ports, frame, tell, asker.gone);
        const file = keepReport(stateDirectory, report);
        return { said: 'reconcile', report: { ...report, orders: report.orders.slice(0, SHOWN_MAX) }, file };
      });
    } finally {
      going.delete(code);
    }
  };
}
