import assert from 'node:assert/strict';
import { FreeStock } from '@causeway/contracts';
import type { Check } from '../../conformance/check.ts';
import { newExternalId } from '../../conformance/documents.ts';
import { type WmsBench, warehouseRelease } from './bench.ts';

const never = new AbortController().signal;

/** What a warehouse adapter that declares `tellsFreeStock` must do. */
export const WMS_FREE_STOCK: readonly Check<WmsBench>[] = [
  {
    name: 'what could be sent at once falls with each release, and a release is sent from the place that it names',
    run: async (bench) => {
      const [sku] = bench.words.skus;
      const wms = bench.open();
      const free = async () => {
        const told = await wms.freeStock?.([sku, bench.words.unknownSku], never);
        assert.ok(told !== undefined, 'the adapter tells no free stock');
        return told.map((each) => FreeStock.parse(each));
      };
      // More than what the releases of other checks keep.
      await bench.setStock(sku, 100_000);
      const before = await free();
      assert.ok(before.length > 0 && before.every((each) => each.sku === sku), 'not of this SKU alone');
      const place = before.find(({ units }) => Number(units) >= 2) ?? assert.fail('two units are nowhere');
      const release = { ...warehouseRelease(bench.words, newExternalId()), node: place.node };
      const made = await wms.createRelease(release, never);
      assert.equal(made.node ?? place.node, place.node);
      const after = (await free()).find(({ node }) => node === place.node);
      assert.equal(Number(after?.units), Number(place.units) - 2);
      await wms.cancelRelease(made.id, never);
    },
  },
];
