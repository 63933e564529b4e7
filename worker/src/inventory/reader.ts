import { randomUUID } from 'node:crypto';
import type { HeldStock } from '@causeway/contracts';
import type { AvailabilitySettings } from '../flows/availability/settings.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { Logger } from '../telemetry/log.ts';
import { fallsOf, isSuspicious, preview, type Weighed } from './guard.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type ReadPage, readTelling, type Telling } from './telling.ts';

export interface ReaderPorts {
  /** The source's name: its system's. */
  readonly source: string;
  readonly read: ReadPage;
  readonly ledger: Ledger;
  /** Of every shop that sells from it: what one of them takes for a mistake is held for all. */
  readonly guards: readonly AvailabilitySettings['guard'][];
  readonly now: () => number;
  readonly log: Pick<Logger, 'warn'>;
}

/** How much a held telling may grow and still be the one that the person sees. */
const SAME_TELLING = 1.1;

/** Reads a source into the ledger, past the guard. */
export class SourceReader {
  readonly #ports: ReaderPorts;
  #faults: readonly string[] = [];

  constructor(ports: ReaderPorts) {
    this.#ports = ports;
  }

  /** Lines of the last reading that no one can read, in words. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** One reading, from where the last ended. Rejects with `SystemFailure`, or where a page is none; then nothing changed. */
  async read(signal: AbortSignal): Promise<void> {
    const { ledger, source, now, guards } = this.#ports;
    const telling = await this.#telling(ledger.source(source).cursor, signal);
    if (telling === null) return;
    this.#faults = telling.faults;
    const changes = ledger.weigh(source, telling);
    const verdicts = ledger.verdicts(source);
    const rejected = changes.filter(({ sku, after }) => {
      const verdict = verdicts.get(sku);
      return verdict !== undefined && !verdict.approved && verdict.after === after;
    });
    const leaveOut = new Set(rejected.map(({ sku }) => sku));
    const unjudged = changes.filter(({ sku }) => !leaveOut.has(sku) && verdicts.get(sku)?.approved !== true);
    const falls = fallsOf(unjudged).length;
    // The whole source is only counted where so many fall that it could matter.
    const total = guards.some(({ skusMin }) => falls >= skusMin) ? ledger.total(source) : 0n;
    const weighed = { changes: unjudged, total };
    if (guards.some((guard) => isSuspicious(weighed, guard))) this.#hold(weighed, now());
    else ledger.take(source, telling, leaveOut, now());
  }

  /** A system that doesn't know its own cursor any more (it was restored) is read from the start. */
  async #telling(cursor: string | null, signal: AbortSignal): Promise<Telling | null> {
    try {
      return await readTelling(this.#ports.read, cursor, signal);
    } catch (error) {
      if (cursor === null || !(error instanceof SystemFailure) || error.category !== 'validation') throw error;
      return readTelling(this.#ports.read, null, signal);
    }
  }

  #hold(weighed: Weighed, now: number): void {
    const { ledger, source, log } = this.#ports;
    const before = ledger.source(source).held;
    const fresh = preview(randomUUID(), before?.since ?? now, weighed);
    if (before !== null && isSame(before, fresh)) {
      ledger.hold(source, before, null, now);
      return;
    }
    ledger.hold(source, fresh, fallsOf(weighed.changes), now);
    log.warn({ system: source, falls: fresh.falls, zeros: fresh.zeros }, 'a telling of stock is held');
  }
}

const isSame = (before: HeldStock, now: HeldStock): boolean =>
  now.falls <= before.falls * SAME_TELLING && now.zeros <= before.zeros * SAME_TELLING;
