import type { Hint } from '@causeway/contracts';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import type { Logger } from '../telemetry/log.ts';
import { readRows } from './rows.ts';
import { submitAll } from './submission.ts';

/** Rows that are read and committed at once: between portions the engine books what systems answer meanwhile. */
const PORTION = 25;

export interface ReceiptPorts {
  readonly engine: Engine;
  readonly log: Logger;
  /** What a webhook of the shop's mailbox says, its `received_at` by this machine's clock. */
  readonly readHint: (shop: string, hint: Hint) => readonly EngineEvent[];
}

/**
 * The rows that a shop serves, by whichever lane they come: into the engine, and from then on owed to the shop until one of
 * the lanes has acknowledged them.
 */
export class Receipt {
  readonly #code: string;
  readonly #ports: ReceiptPorts;
  readonly #owed = new Map<number, 'waiting' | 'under way'>();
  #line = 0;

  constructor(code: string, ports: ReceiptPorts) {
    this.#code = code;
    this.#ports = ports;
  }

  /** Rises when all that was read so far became void. */
  get line(): number {
    return this.#line;
  }

  /** Rows that are durable here and not acknowledged there. */
  get held(): readonly number[] {
    return [...this.#owed.keys()];
  }

  /**
   * Resolves once the rows are durable. `aheadMs`: how far the shop's clock is ahead of ours. `line`: as it was when the
   * rows were asked for; where it has risen since, nothing is taken.
   */
  async take(rows: readonly unknown[], aheadMs: number, line = this.#line): Promise<void> {
    for (let from = 0; from < rows.length && line === this.#line; from += PORTION) {
      await this.#takePortion(rows.slice(from, from + PORTION), aheadMs, line);
    }
  }

  async #takePortion(rows: readonly unknown[], aheadMs: number, line: number): Promise<void> {
    const { engine, log, readHint } = this.#ports;
    const intake = readRows(
      this.#code,
      rows,
      (cause) => engine.labelled(this.#code, cause),
      (hint) => readHint(this.#code, { ...hint, received_at: hint.received_at - aheadMs }),
    );
    for (const bad of intake.unreadable) log.error({ shop: this.#code, ...bad }, 'a row of the outbox can not be read');
    await submitAll({ engine, log }, this.#code, intake.events);
    if (line !== this.#line) return;
    for (const row of intake.taken) if (!this.#owed.has(row)) this.#owed.set(row, 'waiting');
  }

  /** Rows to acknowledge now; no other lane gets them until they are settled. */
  lend(limit: number): readonly number[] {
    const waiting = [...this.#owed].filter(([, how]) => how === 'waiting').map(([row]) => row);
    const lent = waiting.slice(0, limit);
    for (const row of lent) this.#owed.set(row, 'under way');
    return lent;
  }

  /** What became of rows that were lent; not acknowledged, they are owed as before. */
  settle(rows: readonly number[], acknowledged: boolean): void {
    for (const row of rows) {
      if (acknowledged) this.#owed.delete(row);
      else if (this.#owed.has(row)) this.#owed.set(row, 'waiting');
    }
  }

  /** Row numbers may be other rows' by now: nothing is owed, and what is being read is not taken. */
  void(): void {
    this.#line += 1;
    this.#owed.clear();
  }
}
