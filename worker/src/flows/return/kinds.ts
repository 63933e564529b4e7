import { ErpCreditMemo, ErpReturn, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import type { Document } from '../errand/dealings.ts';
import type { Kind } from '../errand/errand.ts';

/** `one` and `many`: under what names a reply holds a document, and those that a look-up found. */
function kind<Doc extends Document>(
  words: Omit<Kind<Doc>, 'found' | 'isTold'>,
  doc: z.ZodType<Doc>,
  one: string,
  many: string,
): Kind<Doc> {
  const found = z.object({ [many]: z.array(doc) });
  const told = z.object({ [one]: doc });
  return {
    ...words,
    found: (reply) => found.safeParse(reply).data?.[many] ?? null,
    isTold: (reply) => told.safeParse(reply).success,
  };
}

const sum = (one: string, other: string): string => fromScaled(scaled(one) + scaled(other));

/** Each line and SKU once: systems may tell units of it apart. */
function once<Line extends { readonly lineId: string; readonly sku: string }>(
  lines: readonly Line[],
  together: (one: Line, other: Line) => Line,
): Line[] {
  const all = new Map<string, Line>();
  for (const line of lines) {
    const name = JSON.stringify([line.lineId, line.sku]);
    const known = all.get(name);
    all.set(name, known === undefined ? line : together(known, line));
  }
  return [...all.values()];
}

const Authorised = ErpReturn.transform((doc) => ({
  ...doc,
  lines: once(doc.lines, (one, { quantity }) => ({ ...one, quantity: sum(one.quantity, quantity) })),
}));

const Receipted = WarehouseReturn.transform((doc) => ({
  ...doc,
  lines: once(doc.lines, (one, { received, dispositions }) => ({
    ...one,
    received: sum(one.received, received),
    dispositions: [...one.dispositions, ...dispositions],
  })),
}));

/** The three documents of a return. */
export const RMA = kind(
  {
    name: 'rma',
    role: 'erp',
    system: 'the ERP',
    document: 'return authorisation',
    operations: { make: 'create_return', find: 'find_returns', call_back: 'cancel_return', report: 'report_return' },
  },
  Authorised,
  'return',
  'returns',
);

export const RECEIPT = kind(
  {
    name: 'receipt',
    role: 'wms',
    system: 'the warehouse',
    document: 'announced return',
    operations: { make: 'announce_return', find: 'find_returns', call_back: 'cancel_return' },
  },
  Receipted,
  'return',
  'returns',
);

export const MEMO = kind(
  {
    name: 'memo',
    role: 'erp',
    system: 'the ERP',
    document: 'credit memo',
    operations: { make: 'create_credit_memo', find: 'find_credit_memos', call_back: 'cancel_credit_memo' },
  },
  ErpCreditMemo,
  'memo',
  'memos',
);

/** As `kind`, looked up by its order: the system's own people began it, and it has no external id of ours. */
export function byOrder<K extends typeof RMA | typeof RECEIPT>(kind: K): K {
  return { ...kind, operations: { ...kind.operations, find: 'find_returns_of_order' } };
}
