import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EpochMs, PastPlace, ShopCode } from '@causeway/contracts';
import * as z from 'zod';
import { Selection } from './selection.ts';
import { Tally } from './tally.ts';

export const RunKind = z.enum(['replay', 'backfill']);
export type RunKind = z.infer<typeof RunKind>;

/** What is asked of a shop's past orders. `statuses`: of WooCommerce, those alone; null: what the kind takes by itself. */
export const Errand = z.strictObject({
  kind: RunKind,
  shop: ShopCode,
  selection: Selection,
  statuses: z.array(z.string().min(1).max(40)).min(1).max(20).nullable(),
});
export type Errand = z.infer<typeof Errand>;

export const RunId = z.string().regex(/^r[1-9]\d{0,8}$/, 'a run such as "r3"');

/**
 * A run as it is kept: `after` is behind the last order that was dealt with, `tally` what became of all before. `stopped`:
 * by a person, or because of `problem`; it goes on by `--resume`.
 */
export const RunRecord = z.object({
  id: RunId,
  errand: Errand,
  startedAt: EpochMs,
  endedAt: EpochMs.nullable(),
  state: z.enum(['running', 'stopped', 'ended']),
  problem: z.string().nullable(),
  after: PastPlace,
  tally: Tally,
});
export type RunRecord = z.infer<typeof RunRecord>;

/** How many runs that are over are kept. */
const KEPT = 50;

/** Runs as files of the state directory, each replaced as a whole. */
export class RunRecords {
  readonly #folder: string;

  constructor(stateDirectory: string) {
    this.#folder = join(stateDirectory, 'runs');
  }

  /** Oldest first; a file that can't be read is none. */
  all(): readonly RunRecord[] {
    return this.#names().flatMap((id) => this.read(id) ?? []);
  }

  read(id: string): RunRecord | null {
    try {
      return RunRecord.parse(JSON.parse(readFileSync(this.#path(RunId.parse(id)), 'utf8')));
    } catch {
      return null;
    }
  }

  /** Durable once it returns. */
  write(record: RunRecord): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(record.id);
    writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }

  /** A number that no kept run has. */
  nextId(): string {
    return `r${Math.max(0, ...this.#names().map((id) => Number(id.slice(1)))) + 1}`;
  }

  /** Those to be thrown away: over, and more than are kept. */
  surplus(): readonly string[] {
    return this.all()
      .filter(({ state }) => state === 'ended')
      .slice(0, -KEPT)
      .map(({ id }) => this.#path(id));
  }

  #names(): string[] {
    try {
      const names = readdirSync(this.#folder).flatMap((name) => /^(r\d+)\.json$/.exec(name)?.[1] ?? []);
      return names.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
