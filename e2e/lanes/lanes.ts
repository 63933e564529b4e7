import { randomUUID } from 'node:crypto';
import { type ExchangeRequest, type ExchangeResponse, PROTOCOL } from '@causeway/contracts';
import { PLUGIN_RANGE, WORKER_VERSION } from '../../worker/src/config/versions.ts';
import type { Connection } from '../../worker/src/shop/mysql/connection.ts';
import { ShopOutbox } from '../../worker/src/shop/mysql/shop-outbox.ts';
import { statementsFor } from '../../worker/src/shop/mysql/statements.ts';
import { type Warrant, warrantOf } from '../../worker/src/shop/mysql/warrant.ts';
import { ShopApi, ShopRefusal } from '../../worker/src/shop/shop-api.ts';
import { goLive, pairingCode } from '../demo/connect.ts';
import type { Shop } from '../stage/index.ts';
import { PREFIX } from './ground.ts';

/** A row as a lane serves it. */
export interface Row {
  readonly row: number;
  readonly kind: string;
  readonly event: { readonly id: string; readonly subject: string; readonly data: Record<string, unknown> };
}

/** A way that rows come and go. Where it may not work it serves nothing and acknowledges nothing. */
export interface Lane {
  readonly name: string;
  serve(rows?: number, bytes?: number): Promise<readonly Row[]>;
  /** False: it did nothing. */
  acknowledge(rows: readonly number[]): Promise<boolean>;
}

/** A worker that exchanges when it is told to, and keeps in mind what the last exchange said. */
export class PatientWorker {
  readonly #api: ShopApi;
  readonly #token: string;
  readonly #engine = randomUUID();
  #shop: ExchangeRequest['shop'];
  #last: ExchangeResponse | null = null;

  private constructor(url: string, token: string, shop: ExchangeRequest['shop']) {
    this.#api = new ShopApi(url);
    this.#token = token;
    this.#shop = shop;
  }

  /** Pairs with the shop, and goes live. */
  static async pair(shop: Shop): Promise<PatientWorker> {
    const worker = { version: WORKER_VERSION, plugin: PLUGIN_RANGE };
    const request = { protocol: PROTOCOL, code: await pairingCode(shop), worker };
    const paired = await new ShopApi(shop.url).pair(request, AbortSignal.timeout(30_000));
    await goLive(shop);
    return new PatientWorker(shop.url, paired.token, paired.shop);
  }

  /** Rejects with `ShopRefusal`. */
  async exchange(ack: readonly number[], rows: number, bytes = 4_000_000): Promise<ExchangeResponse> {
    const request: ExchangeRequest = {
      protocol: PROTOCOL,
      worker: { version: WORKER_VERSION, plugin: PLUGIN_RANGE },
      engine: { id: this.#engine, commit: 1 },
      shop: this.#shop,
      lease: { epoch: this.#last?.lease.epoch ?? 0, release: false },
      ack: { number: this.#last?.ack.number ?? 0, rows: [...ack] },
      effects: [],
      ask: { rows, bytes, open_after: null, looks: [] },
      doorbell: null,
    };
    this.#last = await this.#api.exchange(this.#token, request, AbortSignal.timeout(30_000));
    return this.#last;
  }

  /** What the last exchange allows. */
  get warrant(): Warrant {
    const warrant = this.#last === null ? null : warrantOf(this.#last, this.#engine, Date.now());
    if (warrant === null) throw new Error('the last exchange allows nothing');
    return warrant;
  }
}

export function exchangeLane(worker: PatientWorker): Lane {
  const orNothing = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof ShopRefusal) return null;
      throw error;
    }
  };
  return {
    name: 'exchange',
    async serve(rows = 200, bytes = 4_000_000) {
      return ((await orNothing(worker.exchange([], rows, bytes)))?.rows ?? []) as unknown as Row[];
    },
    acknowledge: async (rows) => (await orNothing(worker.exchange(rows, 0))) !== null,
  };
}

export function databaseLane(worker: PatientWorker, connection: Connection): Lane {
  const outbox = new ShopOutbox(connection, statementsFor(PREFIX));
  return {
    name: 'database',
    serve: (rows = 200, bytes = 4_000_000) => outbox.serve(worker.warrant, rows, bytes) as unknown as Promise<Row[]>,
    acknowledge: async (rows) => (await outbox.acknowledge(worker.warrant, rows)) !== null,
  };
}
