import assert from 'node:assert/strict';
import { type ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import type { Check } from '../../conformance/check.ts';
import { newExternalId, refusedAs } from '../../conformance/documents.ts';
import type { WmsReturns } from '../wms.ts';
import type { WmsBench } from './bench.ts';

const never = new AbortController().signal;

function announcement({ words }: WmsBench): ReturnAuthorization {
  return {
    externalId: newExternalId('return'),
    orderExternalId: newExternalId(),
    orderErpNumber: 'SO-000001',
    requestedAt: new Date().toISOString(),
    reason: 'Zu klein',
    lines: [{ lineId: '17', sku: words.skus[0], quantity: '2' }],
    traceId: 'ab'.repeat(16),
  };
}

function returnsOf(bench: WmsBench): WmsReturns {
  const { returns } = bench.open();
  assert.ok(returns !== undefined, 'the adapter knows no returns');
  return returns;
}

/** What a warehouse adapter that declares `returns` must do. */
export const WMS_RETURNS: readonly Check<WmsBench>[] = [
  {
    name: 'an announced return is found by its external id and by its order, and nothing of it is there yet',
    run: async (bench) => {
      const authorization = announcement(bench);
      const returns = returnsOf(bench);
      assert.deepEqual(await returns.findReturns(authorization.externalId, never), []);
      const made = WarehouseReturn.parse(await returns.announceReturn(authorization, never));
      assert.deepEqual(
        [made.externalId, made.orderExternalId, made.status],
        [authorization.externalId, authorization.orderExternalId, 'expected'],
      );
      assert.deepEqual(made.lines, [{ lineId: '17', sku: bench.words.skus[0], received: '0', dispositions: [] }]);
      assert.deepEqual(await returnsOf(bench).findReturns(authorization.externalId, never), [made]);
      assert.deepEqual(await returns.findReturnsOfOrder(authorization.orderExternalId, never), [made]);
    },
  },
  {
    name: 'what came back is told by line with what became of it, and can not be called off any more',
    run: async (bench) => {
      const authorization = announcement(bench);
      const returns = returnsOf(bench);
      const { id } = await returns.announceReturn(authorization, never);
      await bench.inspectReturn?.(id, authorization);
      const [found] = await returns.findReturns(authorization.externalId, never);
      assert.equal(found?.status, 'inspected');
      assert.deepEqual(found?.lines, [
        {
          lineId: '17',
          sku: bench.words.skus[0],
          received: '2',
          dispositions: [
            { disposition: 'restock', quantity: '1' },
            { disposition: 'damaged', quantity: '1' },
          ],
        },
      ]);
      await refusedAs('conflict', returns.cancelReturn(id, never));
    },
  },
  {
    name: 'an announced return is called off, twice is once',
    run: async (bench) => {
      const returns = returnsOf(bench);
      const { id } = await returns.announceReturn(announcement(bench), never);
      for (const _ of ['once', 'twice']) assert.equal((await returns.cancelReturn(id, never)).status, 'cancelled');
    },
  },
];
