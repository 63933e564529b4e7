import assert from 'node:assert/strict';
import { type ReturnAuthorization, WarehouseOrder, type WarehouseRelease } from '@causeway/contracts';
import type { Bench, Words } from '../../conformance/bench.ts';
import { ADDRESS, type DocumentBench, type Documents, documentBench, type Shown } from '../../conformance/documents.ts';
import type { Wms } from '../wms.ts';

export interface WmsBench extends Bench<Wms> {
  readonly words: Words;
  /** Someone takes the first goods into hand; nothing has left yet. */
  pick(externalId: string): Promise<void>;
  /** Two units of the return's first line come back, one good and one damaged; only where the adapter declares `returns`. */
  inspectReturn?(id: string, authorization: ReturnAuthorization): Promise<void>;
}

const never = new AbortController().signal;

/** Goods of two kinds, three pieces in all. */
export function warehouseRelease({ skus, shippingMethod }: Words, externalId: string, sku = skus[0]): WarehouseRelease {
  return {
    externalId,
    erpNumber: 'SO-000001',
    shipTo: ADDRESS,
    email: 'frieda@example.test',
    shippingMethod,
    lines: [
      { lineId: '17', sku, quantity: '2' },
      { lineId: '18', sku: skus[1], quantity: '1' },
    ],
    traceId: 'ab'.repeat(16),
  };
}

/** The warehouse's releases as the checks of both roles see them. */
export const releasesOf = (bench: WmsBench): DocumentBench =>
  documentBench(bench, (port) => documentsOf(port, bench.words));

function documentsOf(wms: Wms, words: Words): Documents {
  return {
    create: async (externalId, { sku } = {}, signal = never) =>
      shown(await wms.createRelease(warehouseRelease(words, externalId, sku), signal)),
    find: async (externalId, signal = never) => (await wms.findReleases(externalId, signal)).map(shown),
    amend: async (id, amendment) => shown(await wms.amendRelease(id, amendment, never)),
    cancel: async (id) => shown(await wms.cancelRelease(id, never)),
    changedSince: (cursor) => wms.changedSince(cursor, never),
    inventory: (cursor) => wms.inventory(cursor, never),
  };
}

function shown(release: WarehouseOrder): Shown {
  const { id, externalId, status } = WarehouseOrder.parse(release);
  assert.notEqual(id, '', 'a release without id');
  return { id, externalId, isCancelled: status === 'cancelled' };
}
