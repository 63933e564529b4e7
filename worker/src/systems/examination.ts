import { SystemFailure } from '../policy/system-failure.ts';

/** The words of the shops' mappings that name something in this system. */
export interface References {
  readonly skus: readonly string[];
  readonly taxCodes: readonly string[];
  readonly paymentMethods: readonly string[];
  readonly shippingMethods: readonly string[];
}

/** One thing that `causeway doctor` looked at. */
export interface Finding {
  readonly check: 'reachable' | 'sign_in' | 'permissions' | 'clock' | 'reference_data' | 'quota' | 'secrets';
  readonly result: 'ok' | 'warning' | 'failed' | 'not_checked';
  /** What was seen, in one plain line, without secrets. */
  readonly detail: string;
  /** What to do; null where nothing is to be done. */
  readonly advice: string | null;
}

export const ok = (check: Finding['check'], detail: string): Finding => ({ check, result: 'ok', detail, advice: null });

/** What a look-up threw, as a finding: whatever is no `SystemFailure` is a signal that ran out. */
export function failed(check: Finding['check'], error: unknown, advice: string): Finding {
  const detail = error instanceof SystemFailure ? error.message : 'no answer in time';
  return { check, result: 'failed', detail, advice };
}
