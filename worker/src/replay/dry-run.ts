import type { PastOrder } from '@causeway/contracts';
import type { Engine } from '../engine/engine.ts';
import { foresee } from '../flows/order/foresee.ts';
import { leftOut } from './eligible.ts';
import { forecastBackfill, forecastReplay } from './forecast.ts';
import { type LookUpPorts, lookUp } from './look-up.ts';
import type { ReplayShop } from './replay-shop.ts';
import type { Errand } from './run-record.ts';
import { absent, selected } from './selection.ts';
import { counted, type Tally, total } from './tally.ts';

export interface DryRunPorts extends LookUpPorts {
  readonly engine: Pick<Engine, 'labelled'>;
}

/**
 * What a run would do: each order is looked up in ERP and warehouse, nothing is sent and nothing written. `tell` hears how
 * many were looked at. Ends with `ShopUnanswered`, or with the signal's reason.
 */
export async function dryRun(
  errand: Errand,
  shop: ReplayShop,
  ports: DryRunPorts,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<Tally> {
  let tally: Tally = {};
  const seen = new Set<string>();
  const orders = {
    past: shop.past,
    labelled: (cause: string) => ports.engine.labelled(shop.code, cause),
  };
  for await (const past of selected(errand.selection, '', orders, signal)) {
    seen.add(past.subject);
    tally = counted(tally, await forecast(past, errand, shop, ports, signal), past.subject);
    tell(`${total(tally)} looked at, so far to ${new Date(past.created_at).toISOString().slice(0, 10)}`);
  }
  for (const subject of absent(errand.selection, seen)) tally = counted(tally, NOT_THERE, subject);
  return tally;
}

export const NOT_THERE = 'the shop has no such order';

async function forecast(
  past: PastOrder,
  errand: Errand,
  shop: ReplayShop,
  ports: DryRunPorts,
  signal: AbortSignal,
): Promise<string> {
  const goLiveAt = shop.goLiveAt ?? Number.MAX_SAFE_INTEGER;
  const why = leftOut(past, errand, goLiveAt, shop.settings);
  if (why !== null) return why;
  const context = { now: ports.now(), subject: past.subject, settings: shop.settings };
  const foresight = foresee(past.snapshot, { ...context, shop: { code: shop.code, goLiveAt: 0 } });
  const externalId = past.known?.external_id ?? foresight.externalId;
  if (externalId === null) return `can't be read: ${foresight.holds[0]?.title ?? 'its snapshot'}`;
  const found = await lookUp(shop.code, past.subject, externalId, ports, signal);
  return (errand.kind === 'replay' ? forecastReplay : forecastBackfill)({ past, foresight, found, goLiveAt });
}
