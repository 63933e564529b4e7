import { DatabaseSync } from 'node:sqlite';
import type { EffectAnswer, ExchangeRequest, ExchangeResponse, ShopIdentity } from '@causeway/contracts';
import { PLUGIN_RANGE, WORKER_VERSION } from '../../../worker/src/config/versions.ts';

/** An exchange with an outbox in a file beside the worker: what the shop's side costs is its store, and no WordPress. */
export class OutboxLane {
  readonly #db: DatabaseSync;
  readonly #shop: ShopIdentity;
  readonly #page;
  readonly #acknowledge;
  readonly #waiting;
  #ackNumber = 0;
  #doorbell: string | null = null;
  /** Rows above are not there yet. */
  #until = 0;

  constructor(file: string, shop: ShopIdentity) {
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.#shop = shop;
    this.#page = this.#db.prepare('SELECT row, event FROM outbox WHERE taken = 0 AND row <= ? ORDER BY row LIMIT ?');
    this.#acknowledge = this.#db.prepare('UPDATE outbox SET taken = 1 WHERE row IN (SELECT value FROM json_each(?))');
    this.#waiting = this.#db.prepare('SELECT count(*) AS n FROM outbox WHERE taken = 0 AND row <= ?');
  }

  /** More rows are there, and the worker is told so. */
  async showUntil(row: number): Promise<void> {
    this.#until = row;
    if (this.#doorbell !== null) await fetch(this.#doorbell, { method: 'POST' });
  }

  /** Rows that are shown and not acknowledged. */
  get waiting(): number {
    return (this.#waiting.get(this.#until) as { n: number }).n;
  }

  close(): void {
    this.#db.close();
  }

  readonly exchange = async (_: string, request: ExchangeRequest): Promise<ExchangeResponse> => {
    this.#doorbell = request.doorbell;
    this.#take(request.ack.rows);
    if (request.ack.rows.length + request.effects.length > 0) this.#ackNumber += 1;
    const page = this.#page.all(this.#until, request.ask.rows) as { row: number; event: string }[];
    return {
      protocol: 1,
      plugin: { version: PLUGIN_RANGE.min, worker: { min: WORKER_VERSION, below: '99.0.0' } },
      shop: this.#shop,
      lease: { epoch: 1, expires_in_ms: 180_000 },
      ack: { number: this.#ackNumber },
      engine: { id: request.engine.id, commit: request.engine.commit },
      rows: page.map(({ row, event }) => ({ row, kind: 'look', event: JSON.parse(event) })),
      open: null,
      looks: [],
      answers: request.effects.map(applied),
      more: page.length === request.ask.rows,
      panel_open: false,
      go_live_at: 0,
      backlog: { rows: page.length, oldest_at: null },
      now: Date.now(),
    };
  };

  #take(rows: readonly number[]): void {
    if (rows.length > 0) this.#acknowledge.run(JSON.stringify(rows));
  }
}

function applied({ id, subject, epoch, n }: ExchangeRequest['effects'][number]): EffectAnswer {
  return { id, subject, epoch, n, result: 'applied', message: '', look: null };
}
