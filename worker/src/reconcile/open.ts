import type { ShopConfiguration } from '../config/configuration.ts';
import type { WayOut } from '../dispatch/dispatch.ts';
import type { Engine } from '../engine/engine.ts';
import { replayShop } from '../replay/replay-shop.ts';
import type { ServedShop } from '../shop/served-shop.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type ReconciledShop, Reconciliations } from './reconciliations.ts';
import { ReconciliationSchedule } from './schedule.ts';
import { reconciliationGauges } from './trend.ts';

/** A worker's reconciliations, by schedule and by question. */
export interface Reconciling {
  readonly reconciliations: Reconciliations;
  readonly schedule: ReconciliationSchedule;
}

export interface ReconcilingPorts {
  readonly stateDirectory: string;
  readonly engine: Engine;
  readonly wayOut: WayOut;
  readonly shops: ReadonlyMap<string, ServedShop>;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export function openReconciling({
  stateDirectory,
  engine,
  wayOut,
  shops,
  metrics,
  log,
}: ReconcilingPorts): Reconciling {
  const now = Date.now;
  const shop = (code: string) => {
    const served = shops.get(code);
    return served === undefined ? `Shop ${code} is not served by the worker that runs.` : reconciled(served);
  };
  const reconciliations = new Reconciliations({ stateDirectory, engine, wayOut, shop, now });
  const lastReport = (code: string) => reconciliations.last(code);
  reconciliationGauges(metrics.registry, [...shops.keys()], lastReport);
  const schedule = new ReconciliationSchedule({
    shops: [...shops.values()].map(({ configuration }) => scheduled(configuration)),
    lastReport,
    run: (code, window, signal) => reconciliations.orders(code, window, () => undefined, signal),
    log,
    now,
  });
  return { reconciliations, schedule };
}

function reconciled(shop: ServedShop): ReconciledShop {
  const { returns, availability, reconciliation } = shop.configuration;
  const follows = { returns: returns.mode !== 'off', stock: availability !== undefined };
  return { ...replayShop(shop), follows, tolerances: reconciliation };
}

const scheduled = ({ code, reconciliation }: ShopConfiguration) => ({ code, reconciliation });
