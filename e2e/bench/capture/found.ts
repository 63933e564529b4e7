import type { Database } from '../../stage/index.ts';
import type { Pair } from '../pairing.ts';
import type { Measured } from './measured-request.ts';

/** All pairs of one case on one database. `concerned`: the request concerns Causeway. */
export interface Found {
  readonly name: string;
  readonly database: Database;
  readonly concerned: boolean;
  readonly pairs: readonly Pair<Measured>[];
}
