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

/** The cells that a campaign of so many seeds should have filled, and did not. */
export const missedCells = (cells: Cells, seeds: number): string[] => (seeds < COVERING_SEEDS ? [] : emptyCells(cells));

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
