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
