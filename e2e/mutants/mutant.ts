import type { FaultName } from '../simulator/faults/catalogue.ts';
import type { Plan } from '../simulator/run/plan.ts';

/** A bug that somebody could write, planted into the real sources. */
export interface Mutant {
  readonly name: string;
  /** What it breaks, in words. */
  readonly breaks: string;
  /** Within the checkout. */
  readonly file: string;
  /** There once, exactly. */
  readonly find: string;
  readonly replace: string;
  /** A word of the name of the promise that has to find it. */
  readonly promise: string;
  /** Where it is found soonest; left out: in any weather. */
  readonly weather?: Weather;
  /** The seed to hunt from: the one that last caught it, as `--mutants` says. Left out: 1. */
  readonly from?: number;
}

/** A run in which these faults strike, in place of whatever its seed would have sent. */
export interface Weather {
  readonly faults?: readonly FaultName[];
  readonly mode?: Plan['mode'];
  /** Whether ERP and warehouse refuse a second document under one external id. */
  readonly uniqueIds?: boolean;
}
