import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly kills: number;
  /** That stay; a twentieth more is placed and cancelled. */
  readonly orders: number;
  readonly seed: number;
  readonly store: 'auto' | 'woocommerce' | 'double';
  readonly folder: string;
  /** How long a shop that goes down stays so: longer than the worker's longest back-off, 60 s. */
  readonly shopDownSeconds: number;
  /** How long orders may take to their ends after the last blow. */
  readonly patienceSeconds: number;
  readonly keep: boolean;
}

export const HELP = `npm run chaos: kills what carries orders from a shop to its ERP and warehouse, and counts what became of every order

  --kills N             blows (50); from 11 on every kind falls at least once
  --orders N            orders (500), a fifth bought at the checkout, the others made in PHP; N/20 more are cancelled
  --seed N              the same blows at the same moments: on the nth order that is sent to the ERP
  --store-double        on the store double even where WooCommerce is there
  --shop-down SECONDS   how long a shop that goes down stays so (65: longer than the worker's longest back-off)
  --patience SECONDS    how long orders may take to their ends after the last blow (300)
  --dir DIR             where everything is laid (.stage/chaos)
  --keep                leave stores and logs there
  --help

The last line is JSON. Exit status: 0 nothing doubled, lost or stuck; 1 something is, or the run broke off; 2 a wrong option.
Needs MariaDB, and PHP-FPM with nginx or PHP alone (e2e/stage/README.md says where they come from), and Linux.
`;

/** Throws with one line for a wrong option. Null: help was asked for. */
export function chaosOptions(argv: readonly string[], checkout: string): ChaosOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      kills: { type: 'string', default: '50' },
      orders: { type: 'string', default: '500' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'store-double': { type: 'boolean', default: false },
      'shop-down': { type: 'string', default: '65' },
      patience: { type: 'string', default: '300' },
      dir: { type: 'string', default: join(checkout, '.stage', 'chaos') },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    kills: whole('--kills', values.kills, 0, 1000),
    orders: whole('--orders', values.orders, 5, 10_000),
    seed: whole('--seed', values.seed, 0, 2 ** 32 - 1),
    store: values['store-double'] ? 'double' : 'auto',
    folder: resolve(values.dir),
    shopDownSeconds: whole('--shop-down', values['shop-down'], 1, 3600),
    patienceSeconds: whole('--patience', values.patience, 5, 7200),
    keep: values.keep,
  };
}

function whole(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${name} is a whole number from ${min} to ${max}, not "${text}"`);
}
