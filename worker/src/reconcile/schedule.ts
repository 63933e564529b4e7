import { SETTLED_MS } from '../shop/past.ts';
import type { Logger } from '../telemetry/log.ts';
import type { OrdersReport } from './orders/report.ts';
import type { KeptReport, ReconciliationWindow } from './reconciliations.ts';
import type { ReconciliationSettings } from './settings.ts';

type Times = Pick<ReconciliationSettings, 'everyHours' | 'days'>;

export interface SchedulePorts {
  readonly shops: readonly { readonly code: string; readonly reconciliation: Times }[];
  /** Null: none is kept. */
  readonly lastReport: (shop: string) => Pick<OrdersReport, 'at'> | null;
  readonly run: (shop: string, window: ReconciliationWindow, signal: AbortSignal) => Promise<KeptReport | string>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Epoch ms. */
  readonly now: () => number;
}

const LOOK_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Runs every shop's reconciliation when it is due, one after the other; one that can't be done is tried again in an hour. */
export class ReconciliationSchedule {
  readonly #ports: SchedulePorts;
  readonly #startedAt: number;
  readonly #triedAt = new Map<string, number>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #going: Promise<void> = Promise.resolve();

  constructor(ports: SchedulePorts) {
    this.#ports = ports;
    this.#startedAt = ports.now();
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#going;
  }

  /** One round; a look while a round goes on waits for it and begins none. Never rejects. */
  look(): Promise<void> {
    this.#going = this.#going.then(async () => {
      for (const { code, reconciliation } of this.#ports.shops) {
        if (!this.#stopping.signal.aborted && this.#isDue(code, reconciliation)) await this.#run(code, reconciliation);
      }
    });
    return this.#going;
  }

  /** A shop without any report is compared an hour after the start: what it holds must have been loaded first. */
  #isDue(code: string, { everyHours }: Times): boolean {
    if (everyHours === 0) return false;
    const now = this.#ports.now();
    if (now < (this.#triedAt.get(code) ?? -Infinity) + HOUR_MS) return false;
    const last = this.#ports.lastReport(code);
    return now >= (last === null ? this.#startedAt + HOUR_MS : last.at + everyHours * HOUR_MS);
  }

  async #run(code: string, { days }: Times): Promise<void> {
    const { run, log, now } = this.#ports;
    this.#triedAt.set(code, now());
    const before = now() - SETTLED_MS;
    const window = { from: Math.max(0, before - days * DAY_MS), before, dryRun: false };
    try {
      const kept = await run(code, window, this.#stopping.signal);
      if (typeof kept === 'string') log.warn({ shop: code, why: kept }, 'a reconciliation was not done');
      else log.info({ shop: code, ...kept.report.counts, file: kept.file }, 'reconciled');
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      log.warn({ shop: code, why: String(error) }, 'a reconciliation was not done');
    }
  }
}
