import type { Configuration } from './config/configuration.ts';
import type { Roster } from './config/roster.ts';
import type { WayOut } from './dispatch/dispatch.ts';
import type { Pauses } from './dispatch/pauses.ts';
import type { Engine } from './engine/engine.ts';
import type { Progress } from './service/progress.ts';
import type { ServedShop } from './shop/served-shop.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Transcripts } from './transcripts/open.ts';

/** What every service of a worker is made of: none of it does anything before it is started. */
export interface Parts {
  readonly configuration: Configuration;
  readonly roster: Roster;
  readonly shops: ReadonlyMap<string, ServedShop>;
  readonly engine: Engine;
  readonly dispatch: WayOut;
  readonly pauses: Pauses;
  readonly metrics: Metrics;
  readonly progress: Progress;
  readonly transcripts: Transcripts;
  readonly log: Logger;
}
