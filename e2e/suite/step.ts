import type { TestResult } from './result.ts';

/** What the machine and its caches offer; steps are planned with it. */
export interface Ground {
  readonly checkout: string;
  /** Logs, reports and laid shops of this run. */
  readonly folder: string;
  readonly all: boolean;
  /** Null: WooCommerce can't be had; `why` says what was tried. */
  readonly woocommerce: string | null;
  readonly storeLabel: string;
  readonly php: string | null;
  readonly mariadb: boolean;
  /** The server's version. */
  readonly tryton: string | null;
  readonly chromium: string | null;
  readonly composer: boolean;
}

/**
 * Lanes run beside each other, the steps of a lane one after the other: which is where is only a matter of ending together.
 * `waiting` begins with what hardly uses a processor, because what it proves takes real minutes.
 */
export const lanes = ['node', 'php', 'php on posts', 'shops', 'tryton', 'waiting'] as const;
export type Lane = (typeof lanes)[number];

/**
 * One part of the suite. `run` never throws for a failing test; what it throws is a failure of the step itself, and so is
 * no test at all. Null: on this ground it is left to `--all`.
 */
export interface Step {
  readonly name: string;
  readonly lane: Lane;
  run(ground: Ground): Promise<TestResult[] | null>;
}
