import type { Words } from '../../conformance/bench.ts';

/** Words of an ERP: those of its money too. */
export interface ErpWords extends Words {
  /** A tax of this many percent, which the system may reckon itself. */
  readonly taxCode: string;
  readonly taxPercent: number;
  readonly paymentMethod: string;
  /** The first is used where it makes no difference. */
  readonly currencies: readonly [Money, ...Money[]];
}

/** A currency, and the decimals of its minor unit. */
export interface Money {
  readonly code: string;
  readonly digits: number;
}
