import { setTimeout as sleep } from 'node:timers/promises';
import type { ServedShop } from '../shop/served-shop.ts';
import { replayShop } from './replay-shop.ts';
import { RunRecords } from './run-record.ts';
import { type RunPorts, Runs } from './runs.ts';

interface OpenRunsPorts extends Pick<RunPorts, 'engine' | 'log'> {
  readonly stateDirectory: string;
  readonly shops: ReadonlyMap<string, ServedShop>;
}

/** Runs over past orders of the shops that are served; their records lie in the state directory. */
export function openRuns({ stateDirectory, engine, shops, log }: OpenRunsPorts): Runs {
  return new Runs({
    records: new RunRecords(stateDirectory),
    engine,
    shop: (code) => {
      const shop = shops.get(code);
      return shop === undefined ? `shop ${code} is not served` : replayShop(shop);
    },
    now: Date.now,
    pause: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
  });
}
