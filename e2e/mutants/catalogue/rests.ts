import type { Mutant } from '../mutant.ts';

const GOODS = 'worker/src/flows/order/goods';
const REST = 'the rest leaves once';
const RECEIPTS = 'hears once what came back';

/** What a short release leaves, and what the ERP hears of what came back. */
export const restMutants: readonly Mutant[] = [
  {
    name: 'all of the line released anew',
    breaks: 'a later release sends the units that have left, too',
    file: `${GOODS}/rest.ts`,
    find: 'const rest = scaled(told) < units ? scaled(told) : units;',
    replace: 'const rest = told === null ? units : scaled(item.quantity);',
    promise: REST,
  },
  {
    name: 'rest released elsewhere than where it was short',
    breaks: 'a rest that is to wait where it was short leaves from elsewhere',
    file: `${GOODS}/rest.ts`,
    find: "if (shortPick === 'backorder') return [own];",
    replace: "if (shortPick === 'backorder') return others;",
    promise: REST,
  },
  {
    name: 'rest released before the ERP has it again',
    from: 50,
    breaks: 'the warehouse is told to send units that the ERP no longer holds for the order',
    file: 'worker/src/flows/order/steps.ts',
    find: "verdict.intent === 'send' && isAllocated(turn) && isNumberTold(state)",
    replace:
      "verdict.intent === 'send' && (state.earlier.length + (state.rest === null ? 0 : 1) > 0 || isAllocated(turn)) && isNumberTold(state)",
    promise: 'the gate',
  },
  {
    name: 'receipt told before it was looked at',
    from: 61,
    breaks: 'the ERP is told of goods at which nobody has looked',
    file: 'worker/src/flows/return/reporting.ts',
    find: '!rules.reportReceipts || !inspected ||',
    replace: '!rules.reportReceipts || state.receipt.doc === null ||',
    promise: RECEIPTS,
  },
];
