import type { OrderStateName } from '@causeway/contracts';
import type { StateName as ReturnStateName } from '../../../worker/src/flows/return/situation.ts';

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

/** Those in which nothing stays, or that few come to. */
export const PASSING: ReadonlySet<string> = new Set([
  ...['submitting', 'verifying', 'recovering', 'releasing', 'shipped', 'cancelling'],
  ...['r begun', 'r retrying', 'r held', 'r goods', 'r money'],
]);

/** In which column a state is counted. Throws for one that has none. */
export function columnOf(state: string): string {
  const column = COLUMNS[state];
  if (column === undefined) throw new Error(`the matrix has no column for the state "${state}"`);
  return column;
}
