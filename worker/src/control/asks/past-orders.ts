import { setTimeout as sleep } from 'node:timers/promises';
import type { WayOut } from '../../dispatch/dispatch.ts';
import type { Engine } from '../../engine/engine.ts';
import { dryRun } from '../../replay/dry-run.ts';
import { rehearse, type SkuLook } from '../../replay/rehearsal.ts';
import type { ReplayShop } from '../../replay/replay-shop.ts';
import type { RunRecord } from '../../replay/run-record.ts';
import type { Runs } from '../../replay/runs.ts';
import { skuLook } from '../../replay/sku-look.ts';
import type { OutsideSystem } from '../../systems/system.ts';
import type { Ask } from './ask.ts';
import { heard, no } from './heard.ts';

export interface PastOrderPorts {
  readonly engine: Pick<Engine, 'labelled'>;
  readonly wayOut: WayOut;
  readonly runs: Runs;
  /** A string: the shop is not served, and that is why. */
  readonly shop: (code: string) => ReplayShop | string;
  readonly erpOf: (shop: string) => OutsideSystem | undefined;
}

type PastAsks = { readonly [A in 'forecast' | 'run' | 'rehearse']: Ask<A> };

const NOT_LIVE = 'is not live: nothing is sent for it yet (causeway rehearse can be run before go-live)';

/** Replay, backfill and rehearsal, as the command line asks for them. */
export function pastOrderAsks({ engine, wayOut, runs, shop, erpOf }: PastOrderPorts): PastAsks {
  const now = Date.now;
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
  return {
    forecast: ({ errand }, asker) =>
      heard(asker, async (tell) => {
        const served = shop(errand.shop);
        if (typeof served === 'string') return no(served);
        if (served.goLiveAt === null) return no(`Shop ${errand.shop} ${NOT_LIVE}.`);
        const tally = await dryRun(errand, served, { engine, dispatch: wayOut, now, pause }, tell, asker.gone);
        return { said: 'forecast', tally };
      }),
    run: ({ run }, asker) =>
      heard(asker, async (tell) => {
        const record = await acted(run, runs, shop);
        if (typeof record === 'string') return no(record);
        return { said: 'run', run: (await runs.follow(record.id, tell, asker.gone)) ?? record };
      }),
    rehearse: ({ shop: code, from, before, look_up }, asker) =>
      heard(asker, async (tell) => {
        const served = shop(code);
        if (typeof served === 'string') return no(served);
        const look = look_up ? skusAt(erpOf(code), wayOut) : null;
        return {
          said: 'rehearse',
          rehearsal: await rehearse(served, { from, before }, look, tell, asker.gone),
        };
      }),
  };
}

async function acted(
  run: Parameters<Ask<'run'>>[0]['run'],
  runs: Runs,
  shop: PastOrderPorts['shop'],
): Promise<RunRecord | string> {
  if ('resume' in run) return runs.resume(run.resume);
  if ('stop' in run) return runs.stop(run.stop);
  const served = shop(run.begin.shop);
  if (typeof served === 'string') return served;
  return served.goLiveAt === null ? `Shop ${run.begin.shop} ${NOT_LIVE}.` : runs.begin(run.begin);
}

function skusAt(erp: OutsideSystem | undefined, wayOut: WayOut): SkuLook | null {
  if (erp === undefined) return null;
  return skuLook((words, signal) => wayOut.ask(erp, () => erp.examine(words, signal)));
}
