import assert from 'node:assert/strict';
import type { Check } from '../../conformance/check.ts';
import { failureOf, newExternalId } from '../../conformance/documents.ts';
import type { ErpBench } from './bench.ts';
import { salesOrder } from './orders.ts';

const never = new AbortController().signal;

/** What an ERP adapter that declares `substitutes` must do. */
export const ERP_SUBSTITUTES: readonly Check<ErpBench>[] = [
  {
    name: 'a substitute is read back under its line, once, and the total stays; what can not be is refused',
    run: async (bench) => {
      const externalId = newExternalId();
      const order = salesOrder(bench.words, externalId);
      const line = order.lines.find(({ kind }) => kind === 'item') ?? assert.fail('no goods');
      const other = bench.words.skus.find((sku) => sku !== line.sku) ?? assert.fail('no second SKU');
      const erp = bench.open();
      const { id, totalMinor } = await erp.createOrder(order, never);
      await bench.allocate(externalId);
      const wanted = { ref: `${externalId}-2-${line.lineId}`, lineId: line.lineId, sku: other, quantity: '1' };
      for (const _ of ['once', 'twice']) await erp.substitute?.(id, wanted, never);
      const [found] = await bench.open().findOrders(externalId, never);
      assert.deepEqual(found?.substitutions, [wanted]);
      assert.deepEqual([found?.totalMinor, found?.allocation], [totalMinor, 'full']);
      const tooMany = { ...wanted, ref: `${externalId}-3-${line.lineId}`, quantity: '999' };
      const refused = await failureOf(Promise.resolve(erp.substitute?.(id, tooMany, never)));
      assert.ok(['conflict', 'validation'].includes(refused.category), `refused as ${refused.category}`);
      assert.equal(refused.phase, 'before_send');
    },
  },
];
