import type { Command, Effect, Mirror, OrderSnapshot } from '@causeway/contracts';

/** An order (or a system) as the plugin's tables have it. */
export interface SubjectRow {
  readonly key: string;
  /** Null: no order of the shop's, only something that is shown. */
  order: OrderSnapshot | null;
  deleted: boolean;
  /** A snapshot that another plugin spoilt. */
  spoilt: boolean;
  rev: number;
  /** The last revision that no effect made. */
  foreignRev: number;
  incarnation: number;
  writtenStatus: string | null;
  readonly firstSeenAt: number;
  readonly traceId: string;
  epoch: number;
  n: number;
  mirror: Mirror | null;
  /** What effects wrote into the order's meta. */
  statusMark: string | null;
  erpNumber: string | null;
  shipments: readonly string[];
}

export interface OutboxRow {
  readonly row: number;
  readonly subject: string;
  readonly event: string;
  /** Null: a look. */
  readonly command: Command | null;
  /** The look is filled from then on. */
  readonly filledAt: number;
  served: boolean;
  /** The ids under which an engine takes it, as it was served so far. */
  servedAs: readonly string[];
}

/** An effect that was performed: in this database's life. */
export interface Performed {
  readonly at: number;
  readonly subject: string;
  readonly kind: Effect['kind'];
  /** What it does, whatever its number: `shipment:P-1`. */
  readonly name: string;
  readonly epoch: number;
  readonly n: number;
  readonly foreignRev: number;
}

/** All that a backup has. */
export interface ShopDatabase {
  subjects: Map<string, SubjectRow>;
  rows: OutboxRow[];
  nextRow: number;
  nextOrder: number;
  ackNumber: number;
  incarnation: number;
  lease: { epoch: number; engine: string; until: number };
  commit: number;
  rewoundAt: number | null;
  rewoundFrom: number;
  performed: Performed[];
}

export function newDatabase(): ShopDatabase {
  return {
    subjects: new Map(),
    rows: [],
    nextRow: 1,
    nextOrder: 1001,
    ackNumber: 0,
    incarnation: 1,
    lease: { epoch: 0, engine: '', until: 0 },
    commit: 0,
    rewoundAt: null,
    rewoundFrom: 0,
    performed: [],
  };
}
