import assert from 'node:assert/strict';
import { type Shipment, WarehouseOrder } from '@causeway/contracts';
import type { Check } from '../../conformance/check.ts';
import { newExternalId, refusedAs } from '../../conformance/documents.ts';
import { at, DOCUMENTS } from '../../conformance/suite.ts';
import { releasesOf, type WmsBench, warehouseRelease } from './bench.ts';

const never = new AbortController().signal;

async function released(bench: WmsBench) {
  const externalId = newExternalId();
  const wms = bench.open();
  const release = warehouseRelease(bench.words, externalId);
  const { id } = await wms.createRelease(release, never);
  const read = async () => {
    const [found] = await bench.open().findReleases(externalId, never);
    return WarehouseOrder.parse(found);
  };
  const ordered = Object.fromEntries(release.lines.map(({ lineId, quantity }) => [lineId, Number(quantity)]));
  return { externalId, wms, id, read, ordered };
}

function piecesIn(shipments: readonly Shipment[]): Record<string, number> {
  const pieces: Record<string, number> = {};
  for (const { lineId, quantity } of shipments.flatMap(({ lines }) => lines))
    pieces[lineId] = (pieces[lineId] ?? 0) + Number(quantity);
  return pieces;
}

function leftJustNow({ shippedAt }: Shipment): void {
  assert.match(shippedAt, /Z$/);
  assert.ok(Math.abs(Date.now() - Date.parse(shippedAt)) < 10 * 60_000, `left at ${shippedAt}: not now, or not in UTC`);
}

const SHIPPING: readonly Check<WmsBench>[] = [
  {
    name: 'a release waits until it is picked, and has no parcel',
    run: async (bench) => {
      const { read } = await released(bench);
      assert.deepEqual([(await read()).status, (await read()).shipments], ['received', []]);
    },
  },
  {
    name: 'what left is told by parcel: every line with its pieces, and when, in UTC',
    run: async (bench) => {
      const { externalId, read, ordered } = await released(bench);
      await bench.ship(externalId, 'all');
      const { status, shipments } = await read();
      assert.equal(status, 'shipped');
      assert.deepEqual(piecesIn(shipments), ordered);
      for (const shipment of shipments) leftJustNow(shipment);
      const [again] = await bench.open().findReleases(externalId, never);
      assert.deepEqual(again?.shipments, shipments, 'a parcel changed by being looked at');
    },
  },
  {
    name: 'a release in two parts has two parcels, each piece in one of them',
    run: async (bench) => {
      const { externalId, read, ordered } = await released(bench);
      await bench.ship(externalId, 'part');
      const partial = await read();
      assert.equal(partial.status, 'partially_shipped');
      const first = piecesIn(partial.shipments);
      assert.ok(
        Object.values(first).some((pieces) => pieces > 0),
        'nothing left',
      );
      assert.notDeepEqual(first, ordered);
      await bench.ship(externalId, 'all');
      const { status, shipments } = await read();
      assert.equal(status, 'shipped');
      assert.deepEqual(piecesIn(shipments), ordered);
      assert.deepEqual(
        shipments.filter(({ id }) => partial.shipments.some((parcel) => parcel.id === id)),
        partial.shipments,
        'the first parcel is not what it was',
      );
      assert.ok(shipments.length > partial.shipments.length);
    },
  },
  {
    name: 'once picked a release can be neither cancelled nor amended',
    run: async (bench) => {
      const { externalId, wms, id, read } = await released(bench);
      await bench.pick(externalId);
      const before = await bench.held(externalId);
      await refusedAs('conflict', wms.cancelRelease(id, never));
      await refusedAs('conflict', wms.amendRelease(id, { note: 'Zu spät' }, never));
      assert.deepEqual(await bench.held(externalId), before);
      assert.notEqual((await read()).status, 'cancelled');
    },
  },
];

/** What every warehouse adapter must do. */
export const WMS_CONFORMANCE: readonly Check<WmsBench>[] = [...at(DOCUMENTS, releasesOf), ...SHIPPING];
