import { setTimeout as sleep } from 'node:timers/promises';
import type { WayOut } from '../dispatch/dispatch.ts';
import type { Engine } from '../engine/engine.ts';
import { askPatiently, lookUp } from '../replay/look-up.ts';
import type { ReplayShop } from '../replay/replay-shop.ts';
import { reconcileOrders } from './orders/reconciliation.ts';
import type { OrdersReport } from './orders/report.ts';
import { keepReport, lastKept } from './report-file.ts';
import { reconcileReturns } from './returns/reconciliation.ts';
import type { Section } from './section.ts';
import type { ReconciliationSettings } from './settings.ts';
import { reconcileStock } from './stock/reconciliation.ts';

/** A shop, and which of its affairs beside orders Causeway deals with. */
export interface ReconciledShop extends ReplayShop {
  readonly follows: { readonly returns: boolean; readonly stock: boolean };
  readonly tolerances: Pick<ReconciliationSettings, 'toleranceMinor' | 'toleranceUnits'>;
}

export interface ReconciliationsPorts {
  readonly stateDirectory: string;
  readonly engine: Pick<Engine, 'peek' | 'submit' | 'held'>;
  readonly wayOut: WayOut;
  /** A string: the shop is not served, and that is why. */
  readonly shop: (code: string) => ReconciledShop | string;
  readonly now: () => number;
}

/** Orders by creation (epoch ms): `from` included, `before` excluded. `dryRun`: no order is told what was found. */
export interface ReconciliationWindow {
  readonly from: number;
  readonly before: number;
  readonly dryRun: boolean;
}

export interface KeptReport {
  readonly report: OrdersReport;
  readonly file: string;
}

/** Compares shops with their back offices, one run at a time for each; who asks and the schedule meet here. */
export class Reconciliations {
  readonly #ports: ReconciliationsPorts;
  readonly #going = new Set<string>();
  readonly #last = new Map<string, OrdersReport | null>();

  constructor(ports: ReconciliationsPorts) {
    this.#ports = ports;
  }

  /** What a shop's last run found that was no dry one; null: there was none, or its report is gone. */
  last(code: string): OrdersReport | null {
    const known = this.#last.get(code);
    if (known !== undefined) return known;
    const kept = lastKept(this.#ports.stateDirectory, code);
    this.#last.set(code, kept);
    return kept;
  }

  #returns(shop: string, { past, tolerances }: ReconciledShop, dryRun: boolean, signal: AbortSignal): Promise<Section> {
    const { engine, wayOut: dispatch, now } = this.#ports;
    const ports = {
      shop,
      engine,
      orders: (only: readonly string[]) => past({ from: ALWAYS, before: now(), only }, signal),
      find: (subject: string, role: 'erp' | 'wms', operation: string, externalId: string) => {
        const call = { key: `look:${operation}`, role, operation, request: { externalId } };
        return askPatiently({ shop, subject }, call, { dispatch, now, pause }, signal);
      },
      toleranceMinor: tolerances.toleranceMinor,
    };
    return reconcileReturns(ports, dryRun, signal);
  }

  /**
   * Compares a shop's orders, and what else Causeway follows for it, with ERP and warehouse, and keeps the report. A string: it was not done, and that is why.
   * Rejects with `ShopUnanswered`, and when the signal aborts.
   */
  async orders(
    code: string,
    { from, before, dryRun }: ReconciliationWindow,
    say: (text: string) => void,
    signal: AbortSignal,
  ): Promise<KeptReport | string> {
    const { engine, wayOut, now, stateDirectory } = this.#ports;
    const served = this.#ports.shop(code);
    if (typeof served === 'string') return served;
    if (this.#going.has(code)) return `The orders of shop ${code} are being reconciled already.`;
    this.#going.add(code);
    try {
      const { goLiveAt, settings, past, ask, follows } = served;
      const { toleranceMinor, toleranceUnits } = served.tolerances;
      const ports = {
        shop: code,
        engine,
        ask,
        past: past({ from, before }, signal),
        toleranceMinor,
        context: (subject: string) => ({ now: now(), subject, shop: { code, goLiveAt }, settings }),
        lookUp: (subject: string, externalId: string, gone: AbortSignal) =>
          lookUp(code, subject, externalId, { dispatch: wayOut, now, pause }, gone),
      };
      const frame = { shop: code, at: now(), from, before, dry_run: dryRun };
      const report = await reconcileOrders(ports, frame, say, signal);
      if (follows.returns) report.sections.push(await this.#returns(code, served, dryRun, signal));
      // To ask the shop for its stock is to tell the stock: nothing that a dry run may do.
      if (follows.stock && !dryRun) {
        report.sections.push(await reconcileStock({ shop: code, engine, pause, now, toleranceUnits }, signal));
      }
      const file = keepReport(stateDirectory, report);
      if (!dryRun) this.#last.set(code, report);
      return { report, file };
    } finally {
      this.#going.delete(code);
    }
  }
}

/** Reaches all orders that a return can be about. */
const ALWAYS = 0;

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
