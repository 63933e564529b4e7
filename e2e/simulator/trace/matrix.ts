import type { OrderStateName } from '@causeway/contracts';
import type { StateName as ReturnStateName } from '../../../worker/src/flows/return/situation.ts';
import { FAULT_NAMES, type FaultName } from '../faults/catalogue.ts';
import { impossible } from '../faults/impossible.ts';

/** States of an order, gathered where a fault can't tell them apart. */
const OF_ORDERS: Readonly<Record<OrderStateName, string>> = {
  captured: 'captured',
  waiting_for_payment: 'awaited',
  on_hold: 'awaited',
  before_go_live: 'let be',
  closed_by_person: 'let be',
  skipped: 'let be',
  lost_in_restore: 'let be',
  held: 'held',
  needs_attention: 'held',
  submitting: 'submitting',
  verifying: 'verifying',
  recovering: 'recovering',
  retrying: 'retrying',
  waiting_for_system: 'retrying',
  accepted: 'accepted',
  waiting_for_stock: 'accepted',
  releasing: 'releasing',
  released: 'warehouse',
  picked: 'warehouse',
  packed: 'warehouse',
  partially_shipped: 'warehouse',
  shipped: 'shipped',
  completed: 'completed',
  cancelling: 'cancelling',
  cancelled: 'cancelled',
};
/** Those of a return. */
const OF_RETURNS: Readonly<Record<ReturnStateName, string>> = {
  captured: 'r begun',
  authorising: 'r begun',
  announcing: 'r begun',
  waiting_for_order: 'r begun',
  retrying: 'r retrying',
  waiting_for_system: 'r retrying',
  needs_attention: 'r held',
  expected: 'r goods',
  inspecting: 'r goods',
  refunding: 'r money',
  crediting: 'r money',
  cancelling: 'r over',
  closed: 'r over',
  withdrawn: 'r over',
  refund_deleted: 'r over',
  closed_by_person: 'r over',
  lost_in_restore: 'r over',
};

/** By the state's name; a return's has the word before it. */
const COLUMNS: Readonly<Record<string, string>> = {
  ...OF_ORDERS,
  ...Object.fromEntries(Object.entries(OF_RETURNS).map(([state, column]) => [`return ${state}`, column])),
};
export const STATES = [...new Set(Object.values(COLUMNS))];

/** How often a fault met an order in a state: `fault` → `state` → times. */
export type Cells = Readonly<Record<string, Readonly<Record<string, number>>>>;

export class Matrix {
  readonly #cells: Record<string, Record<string, number>> = {};

  count(fault: FaultName, states: readonly string[]): void {
    const row = this.#row(fault);
    for (const state of states) {
      const column = COLUMNS[state];
      if (column === undefined) throw new Error(`the matrix has no column for the state "${state}"`);
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

/** Cells that no run filled, and that can be. */
export function emptyCells(cells: Cells): string[] {
  return FAULT_NAMES.flatMap((fault) =>
    STATES.filter((state) => !cells[fault]?.[state] && impossible(fault, state) === null).map(
      (state) => `${fault} × ${state}`,
    ),
  );
}

/** The matrix as text; `-` is a cell that can't be. */
export function printed(cells: Cells): string {
  const width = Math.max(...FAULT_NAMES.map((name) => name.length));
  const heads = STATES.map((state) => state.slice(0, 10).padStart(10)).join(' ');
  const rows = FAULT_NAMES.map((fault) => {
    const figures = STATES.map((state) => {
      const times = cells[fault]?.[state];
      return (times === undefined ? (impossible(fault, state) === null ? 'EMPTY' : '-') : String(times)).padStart(10);
    });
    return `${fault.padEnd(width)} ${figures.join(' ')}`;
  });
  return [`${''.padEnd(width)} ${heads}`, ...rows].join('\n');
}
