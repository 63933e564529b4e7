import { FAULT_NAMES, type FaultName } from '../faults/catalogue.ts';
import { impossible, rare } from '../faults/impossible.ts';
import { columnOf, STATES } from './columns.ts';

/** How often a fault met an order in a state: `fault` → `state` → times. */
export type Cells = Readonly<Record<string, Readonly<Record<string, number>>>>;

export class Matrix {
  readonly #cells: Record<string, Record<string, number>> = {};

  count(fault: FaultName, states: readonly string[]): void {
    const row = this.#row(fault);
    for (const state of states) {
      const column = columnOf(state);
      row[column] = (row[column] ?? 0) + 1;
    }
  }

  add(cells: Cells): void {
    for (const [fault, row] of Object.entries(cells)) {
      const own = this.#row(fault);
      for (const [state, times] of Object.entries(row)) own[state] = (own[state] ?? 0) + times;
    }
  }

  cells(): Cells {
    return this.#cells;
  }

  #row(fault: string): Record<string, number> {
    this.#cells[fault] ??= {};
    return this.#cells[fault];
  }
}

/** From so many seeds on every cell must be filled that one stroke of bad luck can fill. */
const COVERING_SEEDS = 1000;

/** From so many seeds on each fault must have struck and each state must have been met, in whatever cell. */
const STRIKING_SEEDS = 200;
/** But for those that strike less often than once in thirty seeds. */
const SELDOM: readonly FaultName[] = [
  'PHP dies before it pays back',
  'PHP dies after it paid back',
  'effects are put off',
];

/** The cells that a campaign of so many seeds should have filled, and did not; of fewer seeds whole rows and columns. */
export function missedCells(cells: Cells, seeds: number): string[] {
  if (seeds >= COVERING_SEEDS) return emptyCells(cells);
  return seeds < STRIKING_SEEDS ? [] : emptyLines(cells);
}

function emptyLines(cells: Cells): string[] {
  const met = new Set(Object.values(cells).flatMap((row) => Object.keys(row)));
  return [
    ...FAULT_NAMES.filter((fault) => !SELDOM.includes(fault) && Object.keys(cells[fault] ?? {}).length === 0).map(
      (fault) => `${fault} × any`,
    ),
    ...STATES.filter((state) => !met.has(state)).map((state) => `any × ${state}`),
  ];
}

/** States that a fault must be seen to meet. */
export const statesToMeet = (fault: FaultName): string[] =>
  STATES.filter((state) => impossible(fault, state) === null && rare(fault, state) === null);

/** Cells that no run filled, and that one stroke can fill. */
export function emptyCells(cells: Cells): string[] {
  return FAULT_NAMES.flatMap((fault) =>
    statesToMeet(fault).flatMap((state) => (cells[fault]?.[state] ? [] : `${fault} × ${state}`)),
  );
}

/** The matrix as text; `-` is a cell that can't be, `rare` one that takes two strokes. */
export function printed(cells: Cells): string {
  const width = Math.max(...FAULT_NAMES.map((name) => name.length));
  const heads = STATES.map((state) => state.slice(0, 10).padStart(10)).join(' ');
  const rows = FAULT_NAMES.map((fault) => {
    const figures = STATES.map((state) => {
      const times = cells[fault]?.[state];
      return (times === undefined ? whyEmpty(fault, state) : String(times)).padStart(10);
    });
    return `${fault.padEnd(width)} ${figures.join(' ')}`;
  });
  return [`${''.padEnd(width)} ${heads}`, ...rows].join('\n');
}

function whyEmpty(fault: FaultName, state: string): string {
  if (impossible(fault, state) !== null) return '-';
  return rare(fault, state) === null ? 'EMPTY' : 'rare';
}
