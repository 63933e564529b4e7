import { rmSync } from 'node:fs';
import type { PastOrder } from '@causeway/contracts';
import { ShopUnanswered } from '../shop/asking.ts';
import { placeOf } from '../shop/past.ts';
import type { Logger } from '../telemetry/log.ts';
import { type BatchPorts, deal } from './batch.ts';
import { NOT_THERE } from './dry-run.ts';
import type { ReplayShop } from './replay-shop.ts';
import type { Errand, RunRecord, RunRecords } from './run-record.ts';
import { absent, selected } from './selection.ts';
import { counted, total } from './tally.ts';

export interface RunPorts extends BatchPorts {
  readonly records: RunRecords;
  /** A string: the shop is not served, and that is why. */
  readonly shop: (code: string) => ReplayShop | string;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** So many orders of a run are under way at once: new orders must find room at ERP and warehouse. */
export const WINDOW = 4;

interface Going {
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

/** Runs over past orders: durable, one of a kind at a time for each shop, beside the ordinary work. */
export class Runs {
  readonly #ports: RunPorts;
  readonly #going = new Map<string, Going>();
  #closing = false;

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  /** Goes on with what a stop of the worker interrupted. */
  start(): void {
    for (const record of this.#ports.records.all()) if (record.state === 'running') this.#go(record);
  }

  /** Begins a run, durably; or says why not. */
  begin(errand: Errand): RunRecord | string {
    const { records, now } = this.#ports;
    const other = records.all().find(({ errand: { kind, shop }, state }) => {
      return state === 'running' && kind === errand.kind && shop === errand.shop;
    });
    if (other !== undefined) {
      return `A ${errand.kind} of shop ${errand.shop} is under way, run ${other.id}: --resume ${other.id} shows it, --stop ${other.id} stops it.`;
    }
    const fresh = { startedAt: now(), endedAt: null, state: 'running', problem: null, after: '', tally: {} } as const;
    return this.#go({ id: records.nextId(), errand, ...fresh });
  }

  /** Goes on with a run that was stopped; one that goes on, or has ended, is only told. */
  resume(id: string): RunRecord | string {
    const record = this.#ports.records.read(id);
    if (record === null) return `There is no run ${id}.`;
    return record.state === 'stopped'
      ? this.#go({ ...record, state: 'running', problem: null, endedAt: null })
      : record;
  }

  /** Stops a run where it is, once the orders under way are dealt with or left. */
  async stop(id: string): Promise<RunRecord | string> {
    const record = this.#ports.records.read(id);
    if (record === null) return `There is no run ${id}.`;
    const going = this.#going.get(id);
    going?.stop.abort(new Error('stopped by an operator'));
    await going?.over;
    return this.#ports.records.read(id) ?? record;
  }

  /** Resolves with the run as it is when it no longer goes on, or nobody listens any more. */
  async follow(id: string, tell: (text: string) => void, gone: AbortSignal): Promise<RunRecord | null> {
    let said = '';
    while (this.#going.has(id) && !gone.aborted) {
      const record = this.#ports.records.read(id);
      const text = record === null ? '' : progressOf(record);
      if (text !== said) tell(text);
      said = text;
      await this.#ports.pause(250, gone).catch(() => undefined);
    }
    return this.#ports.records.read(id);
  }

  /** The worker ends: what goes on is interrupted, and goes on with the next worker. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const { stop } of this.#going.values()) stop.abort(new Error('the worker is stopping'));
    await Promise.all([...this.#going.values()].map(({ over }) => over));
  }

  #go(record: RunRecord): RunRecord {
    const { records, log } = this.#ports;
    records.write(record);
    for (const path of records.surplus()) rmSync(path, { force: true });
    const stop = new AbortController();
    const { id, errand } = record;
    log.info(
      { run: id, kind: errand.kind, shop: errand.shop, selection: errand.selection },
      'a run over past orders goes on',
    );
    const over = this.#work(record, stop.signal)
      .catch((error: unknown) => this.#broken(id, error, stop.signal))
      .finally(() => this.#going.delete(id));
    this.#going.set(id, { stop, over });
    return record;
  }

  async #work(begun: RunRecord, signal: AbortSignal): Promise<void> {
    const { records, engine, log, now } = this.#ports;
    const shop = this.#ports.shop(begun.errand.shop);
    if (typeof shop === 'string') throw new ShopUnanswered(shop);
    const orders = { past: shop.past, labelled: (cause: string) => engine.labelled(shop.code, cause) };
    const { selection } = begun.errand;
    const seen = new Set<string>();
    let record = begun;
    for await (const batch of inBatches(selected(selection, begun.after, orders, signal))) {
      const ends = await deal(batch, record, shop, this.#ports, signal);
      let { tally, after } = record;
      for (const past of batch) {
        seen.add(past.subject);
        tally = counted(tally, ends.get(past.subject) ?? NOT_THERE, past.subject);
        after = placeOf(past);
      }
      record = { ...record, tally, after };
      records.write(record);
    }
    const left = begun.after === '' ? absent(selection, seen) : [];
    const tally = left.reduce((all, subject) => counted(all, NOT_THERE, subject), record.tally);
    records.write({ ...record, tally, state: 'ended', endedAt: now() });
    log.info({ run: record.id, orders: total(tally) }, 'a run over past orders has ended');
  }

  #broken(id: string, error: unknown, signal: AbortSignal): void {
    const { records, log, now } = this.#ports;
    const record = records.read(id);
    // A worker that ends leaves its runs as they are: the next goes on.
    if (record === null || this.#closing) return;
    const problem = signal.aborted ? (signal.reason as Error).message : (error as Error).message;
    records.write({ ...record, state: 'stopped', problem, endedAt: now() });
    if (error instanceof ShopUnanswered || signal.aborted) log.warn({ run: id, problem }, 'a run stopped');
    else log.error({ run: id, error: String(error) }, 'a run failed');
  }
}

function progressOf({ id, tally, after }: RunRecord): string {
  const day = after === '' ? '' : `, so far to ${new Date(Number(after.split('.')[0])).toISOString().slice(0, 10)}`;
  return `run ${id}: ${total(tally)} orders${day}`;
}

async function* inBatches(orders: AsyncIterable<PastOrder>): AsyncGenerator<readonly PastOrder[], void> {
  let batch: PastOrder[] = [];
  for await (const order of orders) {
    batch.push(order);
    if (batch.length < WINDOW) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
