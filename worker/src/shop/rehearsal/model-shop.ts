import { randomUUID } from 'node:crypto';
import type {
  EffectAnswer,
  ExchangeRequest,
  ExchangeResponse,
  PastAnswer,
  PastOrder,
  PastQuestion,
  Refusal,
  SubjectMemory,
} from '@causeway/contracts';
import { PLUGIN_RANGE, WORKER_VERSION } from '../../config/versions.ts';
import { placeOf } from '../past.ts';
import { ShopRefusal } from '../shop-api.ts';

interface Subject {
  rev: number;
  open: boolean;
  memory: SubjectMemory;
}

interface Row {
  readonly row: number;
  readonly subject: string;
  readonly id: string;
}

/** All that a restore from a backup takes back. */
interface Database {
  subjects: Map<string, Subject>;
  rows: Row[];
  nextRow: number;
  ackNumber: number;
  incarnation: number;
  epoch: number;
  holder: string;
  commit: number;
}

/** The plugin's side of an exchange (docs/protocol.md), in memory; its lease ends when a test says so. */
export class ModelShop {
  readonly id = randomUUID();
  goLiveAt: number | null = 0;
  /** How many subjects a page of open ones has, and how many asked ones an exchange reaches. */
  page = 2;
  /** Subjects that an exchange never gets to. */
  readonly silent = new Set<string>();
  /** Thrown by the next exchanges, in order, before they touch anything. */
  readonly failures: (Error | undefined)[] = [];
  /** How many exchanges it still answers. */
  answersLeft = Number.POSITIVE_INFINITY;
  readonly requests: ExchangeRequest[] = [];
  /** What was applied, in order, as `subject:kind`. */
  readonly applied: string[] = [];
  leaseRuns = false;
  /** Subjects whose transcripts its staff asked for. */
  curious: readonly string[] = [];
  /** Its past orders, by creation; null: a plugin that is too old to tell of them. */
  past: readonly PastOrder[] | null = [];
  /** SKUs of which it was told nothing. */
  readonly untold: string[] = [];
  #db: Database = {
    subjects: new Map(),
    rows: [],
    nextRow: 1,
    ackNumber: 0,
    incarnation: 1,
    epoch: 0,
    holder: '',
    commit: 0,
  };

  /** An order changes: its revision rises, and a row waits. */
  change(subject: string, changes: Partial<Subject> = {}): void {
    const before = this.#db.subjects.get(subject);
    const memory = { checkpoint: null, epoch: 0, n: 0 };
    this.#db.subjects.set(subject, { open: true, memory, ...before, rev: (before?.rev ?? 0) + 1, ...changes });
    if (!this.#db.rows.some((row) => row.subject === subject)) {
      this.#db.rows.push({ row: this.#db.nextRow++, subject, id: randomUUID() });
    }
  }

  backup(): Database {
    return structuredClone(this.#db);
  }

  restore(backup: Database): void {
    this.#db = structuredClone(backup);
  }

  /** "Go on with this shop as it is now." */
  goOn(remembered: number): void {
    this.#db.incarnation += 1;
    this.#db.ackNumber = remembered + 1;
  }

  get ackNumber(): number {
    return this.#db.ackNumber;
  }

  get waiting(): number {
    return this.#db.rows.length;
  }

  readonly exchange = async (_: string, request: ExchangeRequest): Promise<ExchangeResponse> => {
    this.requests.push(structuredClone(request));
    this.answersLeft -= 1;
    const failure = this.answersLeft < 0 ? new Error('gone') : this.failures.shift();
    if (failure !== undefined) throw failure;
    const db = this.#db;
    if (request.ack.number > db.ackNumber) throw refusal('causeway_rewound');
    this.#grant(request);
    if (request.ack.rows.length + request.effects.length > 0) db.ackNumber += 1;
    db.rows = db.rows.filter(({ row }) => !request.ack.rows.includes(row));
    const answers = request.effects.map((effect) => this.#apply(effect));
    if (request.lease.release) this.leaseRuns = false;
    this.curious = this.curious.filter((subject) => !request.transcripts?.some((told) => told.subject === subject));
    const live = this.goLiveAt !== null && this.goLiveAt <= Date.now();
    return {
      protocol: 1,
      plugin: { version: PLUGIN_RANGE.min, worker: { min: WORKER_VERSION, below: '99.0.0' } },
      shop: { ...this.identity, incarnation: db.incarnation },
      lease: { epoch: db.epoch, expires_in_ms: request.lease.release ? 0 : 180_000 },
      ack: { number: db.ackNumber },
      engine: { id: db.holder, commit: db.commit },
      rows: live ? db.rows.slice(0, request.ask.rows).map((row) => this.#served(row)) : [],
      open: request.ask.open_after === null ? null : this.#open(live, request.ask.open_after),
      looks: live ? this.#looks(request.ask.looks) : [],
      ...(request.ask.past === undefined || this.past === null
        ? {}
        : { past: this.#past(this.past, request.ask.past) }),
      ...(request.ask.untold ? { untold: [...this.untold] } : {}),
      answers,
      more: false,
      panel_open: false,
      ...(this.curious.length > 0 ? { transcripts: [...this.curious] } : {}),
      go_live_at: this.goLiveAt,
      backlog: { rows: db.rows.length, oldest_at: null },
      now: Date.now(),
    };
  };

  get identity() {
    return { id: this.id, incarnation: 1, home_hash: '0'.repeat(64), environment: 'production' };
  }

  #grant({ engine, lease }: ExchangeRequest): void {
    const db = this.#db;
    const isHolder = db.epoch > 0 && db.holder === engine.id && engine.commit >= db.commit;
    if (lease.epoch !== 0 && (!isHolder || lease.epoch !== db.epoch)) throw refusal('causeway_lease_lost');
    if (!isHolder && this.leaseRuns) throw refusal('causeway_lease_held');
    if (!isHolder) db.epoch += 1;
    this.leaseRuns = true;
    Object.assign(db, { holder: engine.id, commit: engine.commit });
  }

  #apply(effect: ExchangeRequest['effects'][number]): EffectAnswer {
    const { id, subject: key, epoch, n } = effect;
    const subject = this.#db.subjects.get(key);
    const answer = (result: EffectAnswer['result']) => ({
      id,
      subject: key,
      epoch,
      n,
      result,
      message: '',
      look: null,
    });
    if (subject === undefined) return answer('failed');
    const { memory } = subject;
    if (epoch < memory.epoch || (epoch === memory.epoch && n <= memory.n)) return answer('already');
    const checkpoint = effect.kind === 'mirror' ? effect.body.checkpoint : memory.checkpoint;
    subject.memory = { checkpoint, epoch, n };
    this.applied.push(`${key}:${effect.kind}`);
    return answer('applied');
  }

  #open(live: boolean, after: string) {
    const open = [...this.#db.subjects].filter(([key, { open }]) => live && open && key > after).sort(byKey);
    const page = open.slice(0, this.page).map(([key]) => key);
    return {
      events: page.map((key) => this.#event(key, randomUUID())),
      next: open.length > page.length ? (page.at(-1) ?? null) : null,
    };
  }

  #past(orders: readonly PastOrder[], { from, before, after, limit, only, state }: PastQuestion): PastAnswer {
    const behind = after === '' ? orders : orders.slice(orders.findIndex((order) => placeOf(order) === after) + 1);
    const asked = behind.filter(({ subject, created_at, known }) => {
      const fits = (only?.includes(subject) ?? true) && (state === undefined || known?.state === state);
      return fits && created_at >= from && created_at < before;
    });
    const page = asked.slice(0, Math.min(limit, this.page));
    const last = page.at(-1);
    return {
      orders: structuredClone(page),
      next: last === undefined || page.length === asked.length ? null : placeOf(last),
    };
  }

  #looks(subjects: readonly string[]) {
    const reached = subjects.filter((subject) => !this.silent.has(subject)).slice(0, this.page);
    return reached.map((subject) => {
      return { subject, event: this.#db.subjects.has(subject) ? this.#event(subject, randomUUID()) : null };
    });
  }

  #served({ row, subject, id }: Row) {
    return { row, kind: 'look', event: this.#event(subject, id) };
  }

  #event(key: string, id: string) {
    const subject = this.#db.subjects.get(key);
    return {
      specversion: '1.0',
      id,
      source: this.id,
      subject: key,
      time: '2026-11-27T00:00:00Z',
      datacontenttype: 'application/json',
      dataschema: 'look',
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
      type: 'com.causeway.order.look.v1',
      data: {
        incarnation: this.#db.incarnation,
        rev: subject?.rev ?? 0,
        hash: 'a'.repeat(64),
        snapshot: null,
        snapshot_bytes: 0,
        written_status: null,
        first_seen_at: 1,
        memory: structuredClone(subject?.memory),
      },
    } as unknown as null;
  }
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

export function refusal(code: Refusal['code']): ShopRefusal {
  return new ShopRefusal({ code, message: code, data: { status: 409 } });
}
