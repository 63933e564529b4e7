import assert from 'node:assert/strict';
import { ErpOrder, type ReturnAuthorization, type SalesOrder } from '@causeway/contracts';
import type { Bench, Held } from '../../conformance/bench.ts';
import { type DocumentBench, type Documents, documentBench, type Shown } from '../../conformance/documents.ts';
import type { Erp } from '../erp.ts';
import { salesOrder } from './orders.ts';
import type { ErpWords } from './words.ts';

export type { ErpWords, Money } from './words.ts';

/** An order as the ERP itself has it. */
export interface HeldOrder extends Held {
  readonly currency: string;
  readonly totalMinor: number;
}

export interface ErpBench extends Bench<Erp> {
  readonly words: ErpWords;
  held(externalId: string): Promise<readonly HeldOrder[]>;
  /** The ERP promises all of the order's goods; before, it has promised none. */
  allocate(externalId: string): Promise<void>;
  /** The goods of a return come back, all good; only where the adapter declares `returns`. */
  receiveReturn?(id: string, authorization: ReturnAuthorization): Promise<void>;
}

const never = new AbortController().signal;

/** The ERP's orders as the checks of both roles see them. */
export const ordersOf = (bench: ErpBench): DocumentBench =>
  documentBench(bench, (port) => documentsOf(port, bench.words));

function documentsOf(erp: Erp, words: ErpWords): Documents {
  return {
    create: async (externalId, { sku } = {}, signal = never) => {
      const order: SalesOrder = salesOrder(words, externalId, sku === undefined ? {} : { sku });
      return shown(await erp.createOrder(order, signal));
    },
    find: async (externalId, signal = never) => (await erp.findOrders(externalId, signal)).map(shown),
    amend: async (id, amendment) => shown(await erp.amendOrder(id, amendment, never)),
    cancel: async (id) => shown(await erp.cancelOrder(id, never)),
    changedSince: (cursor) => erp.changedSince(cursor, never),
    inventory: (cursor) => erp.inventory(cursor, never),
  };
}

function shown(order: ErpOrder): Shown {
  const { id, number, externalId, status } = ErpOrder.parse(order);
  assert.ok(id !== '' && number !== '', 'an order without id or number');
  return { id, externalId, isCancelled: status === 'cancelled' };
}
