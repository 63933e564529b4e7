import { randomUUID } from 'node:crypto';
import type { HeldStock } from '@causeway/contracts';
import type { AvailabilitySettings } from '../flows/availability/settings.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { Logger } from '../telemetry/log.ts';
import { type Change, fallsOf, isSuspicious, preview, type Weighed } from './guard.ts';
import type { Entry, Frame } from './ledger/intake.ts';
import type { Ledger } from './ledger/ledger.ts';
import { inPortions, PORTION, turn } from './portions.ts';
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
    // What was accepted before a crash goes in first: the guard has judged it as a whole.
    await this.#takeAccepted(signal);
    const telling = await this.#telling(ledger.source(source).cursor, signal);
    if (telling === null) return;
    const { positions, faults, ...rest } = telling;
    const frame = { ...rest, heardAt: now() };
    this.#faults = faults;
    const told = Map.groupBy(positions, ({ sku }) => sku);
    const skus = ledger.intake.concerned(source, telling);
    const changes: Change[] = [];
    for await (const portion of inPortions(skus, signal)) changes.push(...ledger.weigh(source, frame, told, portion));
    const verdicts = ledger.verdicts(source);
    const rejected = changes.filter(({ sku, after }) => {
      const verdict = verdicts.get(sku);
      return verdict !== undefined && !verdict.approved && verdict.after === after;
    });
    const leaveOut = new Set(rejected.map(({ sku }) => sku));
    const unjudged = changes.filter(({ sku }) => !leaveOut.has(sku) && verdicts.get(sku)?.approved !== true);
    const falls = fallsOf(unjudged).length;
    // The whole source is only counted where so many fall that it could matter.
    const total = guards.some(({ skusMin }) => falls >= skusMin) ? await this.#total(signal) : 0n;
    const weighed = { changes: unjudged, total };
    if (guards.some((guard) => isSuspicious(weighed, guard))) await this.#hold(weighed, now());
    else
      await this.#take(
        frame,
        skus.map((sku) => ({ sku, told: leaveOut.has(sku) ? null : (told.get(sku) ?? []) })),
        signal,
      );
  }

  async #take(frame: Frame, entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const { source } = this.#ports;
    const { intake } = this.#ports.ledger;
    if (entries.length <= PORTION) {
      intake.take(source, frame, entries);
      return;
    }
    let nth = 0;
    for await (const portion of inPortions(entries, signal)) {
      intake.putDown(source, nth, portion);
      nth += 1;
    }
    intake.accept(source, frame);
    await this.#takeAccepted(signal);
  }

  async #takeAccepted(signal: AbortSignal): Promise<void> {
    const { ledger, source } = this.#ports;
    while (ledger.intake.resume(source)) {
      await turn();
      signal.throwIfAborted();
    }
  }

  /** Units of the whole source that can be touched (scaled). */
  async #total(signal: AbortSignal): Promise<bigint> {
    const { ledger, source } = this.#ports;
    let total = 0n;
    for await (const portion of inPortions(ledger.skus(source), signal)) total += ledger.units(source, portion);
    return total;
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

  async #hold(weighed: Weighed, now: number): Promise<void> {
    const { ledger, source, log } = this.#ports;
    const before = ledger.source(source).held;
    const fresh = preview(randomUUID(), before?.since ?? now, weighed);
    if (before !== null && isSame(before, fresh)) {
      ledger.hold(source, before, [], now);
      return;
    }
    ledger.holdAnew(source);
    const falls = fallsOf(weighed.changes);
    for await (const portion of inPortions(falls)) ledger.hold(source, null, portion, now);
    ledger.hold(source, fresh, [], now);
    log.warn({ system: source, falls: fresh.falls, zeros: fresh.zeros }, 'a telling of stock is held');
  }
}

const isSame = (before: HeldStock, now: HeldStock): boolean =>
  now.falls <= before.falls * SAME_TELLING && now.zeros <= before.zeros * SAME_TELLING;
