import { mkdirSync } from 'node:fs';
import type { Fates } from '../checker/fates.ts';
import { buyAll } from './customers.ts';
import { deedOf } from './deeds/deeds.ts';
import { type Ground, openGround } from './ground.ts';
import { fallAt } from './moments.ts';
import type { ChaosOptions } from './options.ts';
import { type Blow, KINDS, planOf, tally } from './plan.ts';
import { settle } from './settle.ts';

/** The checker's figures, and what befell. */
export interface Outcome {
  readonly counted: Fates & { readonly seed: number; readonly blows: ReturnType<typeof tally> };
  readonly findings: string;
}

type Say = (line: string) => void;

/** Lays everything, buys, strikes, waits until every order is at its end, counts, takes everything away. */
export async function chaos(options: ChaosOptions, say: Say): Promise<Outcome> {
  const { seed, kills, orders } = options;
  say(`seed ${seed}: ${kills} blows on ${orders} orders`);
  mkdirSync(options.folder, { recursive: true });
  const ground = await openGround(options, say);
  try {
    const plan = planOf(seed, kills, orders);
    const fallen = await strikeWhileBuying(ground, plan, options, say);
    for (const part of [ground.database, ground.php, ground.erp, ground.wms, ground.worker]) await part.start();
    say('the last blow has fallen, and everything runs');
    const { fates, findings } = await settle(ground, options.patienceSeconds * 1000, say);
    return { counted: { ...fates, seed, blows: tally(fallen) }, findings };
  } finally {
    await ground.stop();
  }
}

/** Returns what fell: an answer can't be lost once none is on its way. */
async function strikeWhileBuying(
  ground: Ground,
  plan: readonly Blow[],
  options: ChaosOptions,
  say: Say,
): Promise<Blow[]> {
  const { orders } = options;
  const fallen: Blow[] = [];
  let isBuying = true;
  const buying = buyAll(ground, { orders, cancelled: Math.ceil(orders / 20), say }).finally(() => {
    isBuying = false;
  });
  const striking = async () => {
    for (const [index, blow] of plan.entries()) {
      const deed = deedOf(ground, blow, options.shopDownSeconds * 1000);
      const number = await fallAt(
        ground.proxy,
        blow,
        () => deed.fall(),
        () => isBuying,
      );
      const moment = number === null ? 'with no order on its way' : `on order ${number}, ${WORDS[blow.at]}`;
      say(`${index + 1} of ${plan.length}: ${KINDS[blow.kind].what}, ${moment}`);
      if (number !== null || blow.kind !== 'answer_lost') fallen.push(blow);
      await deed.mend();
    }
  };
  await Promise.all([striking(), buying]);
  return fallen;
}

const WORDS = { asked: 'before the ERP has it', done: 'which the ERP has and the worker not yet knows' } as const;
