import { ErpCreditMemo, ErpReturn, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import type { Kind } from '../errand/errand.ts';

const FoundRmas = z.object({ returns: z.array(ErpReturn) });
const FoundReceipts = z.object({ returns: z.array(WarehouseReturn) });
const FoundMemos = z.object({ memos: z.array(ErpCreditMemo) });
const OneRma = z.object({ return: ErpReturn });
const OneReceipt = z.object({ return: WarehouseReturn });
const OneMemo = z.object({ memo: ErpCreditMemo });

/** The three documents of a return. */
export const RMA: Kind<ErpReturn> = {
  name: 'rma',
  role: 'erp',
  system: 'the ERP',
  document: 'return authorisation',
  operations: { make: 'create_return', find: 'find_returns', call_back: 'cancel_return' },
  found: (reply) => FoundRmas.safeParse(reply).data?.returns ?? null,
  isTold: (reply) => OneRma.safeParse(reply).success,
};

export const RECEIPT: Kind<WarehouseReturn> = {
  name: 'receipt',
  role: 'wms',
  system: 'the warehouse',
  document: 'announced return',
  operations: { make: 'announce_return', find: 'find_returns', call_back: 'cancel_return' },
  found: (reply) => FoundReceipts.safeParse(reply).data?.returns ?? null,
  isTold: (reply) => OneReceipt.safeParse(reply).success,
};

export const MEMO: Kind<ErpCreditMemo> = {
  name: 'memo',
  role: 'erp',
  system: 'the ERP',
  document: 'credit memo',
  operations: { make: 'create_credit_memo', find: 'find_credit_memos', call_back: 'cancel_credit_memo' },
  found: (reply) => FoundMemos.safeParse(reply).data?.memos ?? null,
  isTold: (reply) => OneMemo.safeParse(reply).success,
};

/** As `kind`, looked up by its order: the system's own people began it, and it has no external id of ours. */
export function byOrder<K extends typeof RMA | typeof RECEIPT>(kind: K): K {
  return { ...kind, operations: { ...kind.operations, find: 'find_returns_of_order' } };
}
