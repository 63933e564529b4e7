import type {
  Command,
  Effect,
  MadeRefund,
  Mirror,
  OrderSnapshot,
  ReturnSnapshot,
  ShipmentNotice,
} from '@causeway/contracts';
import { newProducts, type Product } from './products.ts';

/** A return that staff or a customer asked for. */
export interface ReturnRow {
  readonly order: string;
  readonly request: Omit<ReturnSnapshot, 'order'>;
}

/** An order, a return or what else is shown, as the plugin's tables have it. */
export interface SubjectRow {
  readonly key: string;
  /** Null: no order of the shop's. */
  order: OrderSnapshot | null;
  /** Null: no return that was asked for in the shop. */
  returned: ReturnRow | null;
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
  parcels: readonly ShipmentNotice[];
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
  products: Map<string, Product>;
  nextRow: number;
  nextOrder: number;
  nextRefund: number;
  nextReturn: number;
  /** What the plugin wrote down before it paid back, by the return's id; null: nobody knows what came of it. */
  intents: Map<string, MadeRefund | null>;
  ackNumber: number;
  incarnation: number;
  lease: { epoch: number; engine: string; until: number };
  commit: number;
  rewoundAt: number | null;
  rewoundFrom: number;
  performed: Performed[];
}

/** A row of the plugin's tables of which nothing is known yet. */
export function newRow(key: string, firstSeenAt: number, traceId: string, incarnation = 1): SubjectRow {
  return {
    key,
    order: null,
    returned: null,
    deleted: false,
    spoilt: false,
    rev: 0,
    foreignRev: 0,
    incarnation,
    writtenStatus: null,
    firstSeenAt,
    traceId,
    epoch: 0,
    n: 0,
    mirror: null,
    statusMark: null,
    erpNumber: null,
    parcels: [],
  };
}

/** Whether the shop itself has something to say of it. */
export const isOwn = ({ order, returned }: SubjectRow): boolean => order !== null || returned !== null;

/** Whether it tells of it: of a return that did not begin in the shop it has what it was told. */
export const isLookedAt = (row: SubjectRow): boolean =>
  isOwn(row) || (row.key.startsWith('return/') && (row.mirror?.checkpoint ?? null) !== null);

export function newDatabase(): ShopDatabase {
  return {
    subjects: new Map(),
    rows: [],
    products: newProducts(),
    nextRow: 1,
    nextOrder: 1001,
    nextRefund: 70,
    nextReturn: 1,
    intents: new Map(),
    ackNumber: 0,
    incarnation: 1,
    lease: { epoch: 0, engine: '', until: 0 },
    commit: 0,
    rewoundAt: null,
    rewoundFrom: 0,
    performed: [],
  };
}

/** A payment as the gateway has it. `lost`: a restore took the shop's intent of it. */
export interface Payment {
  /** Number of the return. */
  readonly of: string;
  readonly order: string;
  readonly amount: string;
  /** Epoch ms. */
  readonly at: number;
  readonly intent: string;
  lost: boolean;
}
