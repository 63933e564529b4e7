import type { Finding } from '../../systems/examination.ts';

export type Result = Finding['result'];

/** One thing that was looked at, wherever: of a system its adapter's checks, of a shop and of the worker others. */
export interface Look {
  /** `sign_in`, `state_directory`. */
  readonly check: string;
  readonly result: Result;
  /** What was seen, in one plain line, without secrets. */
  readonly detail: string;
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null;
}

/** One system, one shop or this worker, with all that was seen of it. */
export interface Examined {
  readonly kind: 'worker' | 'system' | 'shop';
  readonly name: string;
  /** Beside the name: "sandbox-erp, ERP of DEMO". */
  readonly about: string;
  readonly looks: readonly Look[];
}

const RANK: readonly Result[] = ['not_checked', 'ok', 'warning', 'failed'];

/** The worst of them; `ok` where there is nothing to say. */
export function worst(looks: readonly Pick<Look, 'result'>[]): Result {
  return looks.reduce<Result>(
    (worse, { result }) => (RANK.indexOf(result) > RANK.indexOf(worse) ? result : worse),
    'ok',
  );
}

export const ok = (check: string, detail: string): Look => ({ check, result: 'ok', detail, advice: null });

export const notChecked = (check: string, detail: string, advice: string | null = null): Look => {
  return { check, result: 'not_checked', detail, advice };
};

export const warning = (check: string, detail: string, advice: string): Look => ({
  check,
  result: 'warning',
  detail,
  advice,
});

export const failed = (check: string, detail: string, advice: string): Look => ({
  check,
  result: 'failed',
  detail,
  advice,
});
