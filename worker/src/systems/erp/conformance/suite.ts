import assert from 'node:assert/strict';
import { CannotPlay, type Check } from '../../conformance/check.ts';
import { changesFrom, cursorNow, failureOf, newExternalId, refusedAs, until } from '../../conformance/documents.ts';
import { at, DOCUMENTS } from '../../conformance/suite.ts';
import { type ErpBench, ordersOf } from './bench.ts';
import { salesOrder, type Wish } from './orders.ts';

const never = new AbortController().signal;

/** The total is the same to the minor unit: as it was sent, read back, and in the ERP itself. */
async function keepsTotal(bench: ErpBench, wish: Wish): Promise<void> {
  const externalId = newExternalId();
  const order = salesOrder(bench.words, externalId, wish);
  const { currency, totalMinor } = order;
  const erp = bench.open();
  const created = await erp.createOrder(order, never);
  const [found] = await erp.findOrders(externalId, never);
  const [held] = await bench.held(externalId);
  for (const seen of [created, found, held])
    assert.deepEqual([seen?.currency, seen?.totalMinor], [currency, totalMinor]);
}

const money = (digits: number): Check<ErpBench> => ({
  name: `money of ${digits} digits is exact`,
  run: async (bench) => {
    const found = bench.words.currencies.find((currency) => currency.digits === digits);
    if (found === undefined) throw new CannotPlay(`this system has no currency of ${digits} digits`);
    await keepsTotal(bench, { money: found });
  },
});

const LINES: Check<ErpBench> = {
  name: 'the goods of an order are told as they were sent, where the ERP tells them',
  run: async (bench) => {
    const externalId = newExternalId();
    const order = salesOrder(bench.words, externalId);
    const erp = bench.open();
    await erp.createOrder(order, never);
    const [found] = await erp.findOrders(externalId, never);
    if (found?.lines === undefined) throw new CannotPlay('this system tells no lines');
    const sent = order.lines.filter(({ kind }) => kind === 'item').map(({ sku, quantity }) => ({ sku, quantity }));
    assert.deepEqual(found.lines, sent);
  },
};

const MONEY: readonly Check<ErpBench>[] = [
  money(0),
  money(2),
  money(3),
  { name: 'three for ten is ten', run: (bench) => keepsTotal(bench, { quantity: 3, netMinor: 1_000 }) },
  {
    name: 'a rounding line counts, up or down',
    run: async (bench) => {
      await keepsTotal(bench, { roundingMinor: 1 });
      await keepsTotal(bench, { roundingMinor: -1 });
    },
  },
  {
    name: 'a large amount is exact',
    run: (bench) => keepsTotal(bench, { quantity: 1, netMinor: 99_999_999 }),
  },
];

const REPORTING: readonly Check<ErpBench>[] = [
  {
    name: 'a parcel that is reported counts as shipped, once however often it is reported; more than is open is refused',
    run: async (bench) => {
      const erp = bench.open();
      if (erp.reportShipment === undefined) throw new CannotPlay("this adapter's ERP isn't told of parcels");
      const externalId = newExternalId();
      const order = salesOrder(bench.words, externalId);
      const { id } = await erp.createOrder(order, never);
      const lines = order.lines
        .filter(({ kind }) => kind === 'item')
        .map(({ lineId, quantity }) => ({ lineId, quantity }));
      const about = {
        carrier: 'PARCELHOUSE',
        trackingNumber: 'PH1',
        trackingUrl: '',
        shippedAt: '2026-11-20T10:00:00Z',
      };
      const parcel = { id: `${externalId}-1`, ...about, lines };
      await erp.reportShipment(id, parcel, never);
      assert.ok(['shipped', 'closed'].includes((await erp.reportShipment(id, parcel, never)).status));
      const again = erp.reportShipment(id, { ...parcel, id: `${externalId}-2` }, never);
      await refusedAs('validation', again);
    },
  },
];

const ALLOCATING: readonly Check<ErpBench>[] = [
  {
    name: 'goods are promised: none at first, in full once the ERP has them, and it is told as a change',
    run: async (bench) => {
      const externalId = newExternalId();
      const erp = bench.open();
      const created = await erp.createOrder(salesOrder(bench.words, externalId), never);
      assert.equal(created.allocation, 'none');
      const cursor = await cursorNow(ordersOf(bench));
      await bench.allocate(externalId);
      const [order] = await erp.findOrders(externalId, never);
      assert.equal(order?.allocation, 'full');
      assert.ok(order?.status === 'open' || order?.status === 'allocated', order?.status);
      const { externalIds } = await changesFrom(ordersOf(bench).open(), cursor);
      assert.ok(externalIds.includes(externalId), 'the allocation was not told');
    },
  },
  {
    name: 'an order is shipped once all of it has left, not before',
    run: async (bench) => {
      const externalId = newExternalId();
      const erp = bench.open();
      await erp.createOrder(salesOrder(bench.words, externalId), never);
      const status = async () => (await erp.findOrders(externalId, never))[0]?.status ?? 'not found';
      const left = ['shipped', 'closed'];
      await bench.ship(externalId, 'part');
      assert.ok(!left.includes(await status()), 'it counts as shipped while a part is still there');
      await bench.ship(externalId, 'all');
      await until(status, (seen) => left.includes(seen));
    },
  },
  {
    name: 'what left in part can be neither amended nor called back',
    run: async (bench) => {
      const externalId = newExternalId();
      const erp = bench.open();
      const { id } = await erp.createOrder(salesOrder(bench.words, externalId), never);
      await bench.ship(externalId, 'part');
      const cancel = await failureOf(erp.cancelOrder(id, never));
      assert.deepEqual([cancel.category, cancel.phase], ['conflict', 'before_send'], cancel.message);
      assert.deepEqual(
        (await bench.held(externalId)).map(({ isCancelled }) => isCancelled),
        [false],
      );
    },
  },
];

/** What every ERP adapter must do. */
export const ERP_CONFORMANCE: readonly Check<ErpBench>[] = [
  ...at(DOCUMENTS, ordersOf),
  LINES,
  ...MONEY,
  ...ALLOCATING,
  ...REPORTING,
];
