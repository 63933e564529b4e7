import { join } from 'node:path';
import type { Options } from '../options.ts';
import type { Result } from '../result.ts';
import { median, rounded } from '../statistics.ts';
import { table } from '../table.ts';
import { publish } from './publish.ts';
import { recompute } from './recompute.ts';

const RECOMPUTE_MS_MAX = 3000;

/** What the worker's part of the stock costs, without a shop: everything counted anew, and 10,000 changed SKUs told. */
export async function availability({ folder, say }: Options): Promise<Result> {
  say('availability: 100,000 SKUs at three places, counted anew and compared');
  const counted = recompute();
  say('availability: 10,000 changed SKUs, from the source to the shop’s answer');
  const told = await publish(join(folder, 'availability'));
  const ms = rounded(median(counted.ms), 0);
  const rate = rounded(told.skus / (told.answered_ms / 1000), 0);
  return {
    lines: [
      table([
        ['what', 'SKUs', 'ms'],
        ['counted anew at 3 places each, and compared', counted.skus, ms],
        ['read from the source into the ledger', told.skus, rounded(told.read_ms, 0)],
        ['… and durable in the engine', told.skus, rounded(told.submitted_ms, 0)],
        ['… and told, each answered', told.skus, rounded(told.answered_ms, 0)],
      ]),
      '',
      `${rate} SKUs a second from the source to the shop's answer, by a shop that answers at once.`,
    ],
    json: { recompute: counted, publish: { ...told, skus_per_second: rate } },
    ...(ms > RECOMPUTE_MS_MAX ? { problem: `counting anew took ${ms} ms, more than ${RECOMPUTE_MS_MAX}` } : {}),
  };
}
