import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WarehouseHands } from '../tryton/hands.ts';
import { layTryton } from '../tryton/lay.ts';
import { type RunningTryton, startTryton } from '../tryton/start.ts';
import { Seller } from '../tryton/test/seller.ts';
import { readBackOffice } from './stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-checker-'));
let tryton: RunningTryton;
let seller: Seller;
let hands: WarehouseHands;

beforeAll(async () => {
  tryton = await startTryton(await layTryton(join(folder, 'erp'), { skus: ['SKU-001', 'SKU-002'], onHand: 10 }));
  seller = new Seller(await tryton.session('causeway'), tryton.references);
  hands = new WarehouseHands(await tryton.session('warehouse'));
});
afterAll(async () => {
  await tryton?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const read = () => readBackOffice({ tryton: tryton.databaseFile });

test('reads a sale and its release from the file of a running Tryton', async () => {
  const before = Date.now();
  const { shipment } = await seller.sell('C-1', { 'SKU-001': 2, 'SKU-002': 1 });
  const sold = read();
  // 3 × 41.93 and 19 % of it.
  expect(sold.orders.get('C-1')).toEqual([
    {
      ...{ name: '1', externalId: 'C-1', currency: 'EUR', totalMinor: 14_969 },
      goods: new Map([
        ['SKU-001', 2],
        ['SKU-002', 1],
      ]),
    },
  ]);
  expect(sold.firstAskedAtMs.get('C-1')).toBeGreaterThanOrEqual(before);
  expect(sold.firstAskedAtMs.get('C-1')).toBeLessThanOrEqual(Date.now());
  expect(sold.releases.size).toBe(0);

  await seller.release(shipment, 'C-1');
  expect(read().releases.get('C-1')).toMatchObject([{ status: 'assigned', shipped: new Map() }]);
  await hands.shipPart(shipment, { 'SKU-001': 2 });
  expect(read().releases.get('C-1')).toMatchObject([{ status: 'waiting', shipped: new Map([['SKU-001', 2]]) }]);
});

test('sees two live sales under one reference, and that a cancelled one is none', async () => {
  const first = await seller.sell('C-2', { 'SKU-001': 1 });
  const second = await seller.sell('C-2', { 'SKU-001': 1 });
  for (const { shipment } of [first, second]) await seller.release(shipment, 'C-2');
  expect(read().orders.get('C-2')).toHaveLength(2);
  expect(read().releases.get('C-2')).toHaveLength(2);

  await seller.press('stock.shipment.out', 'cancel', second.shipment);
  expect(read().orders.get('C-2'), 'its invoice is alive').toHaveLength(2);
  expect(read().releases.get('C-2')).toHaveLength(1);
  await seller.cancelInvoice(second.sale);
  expect(read().orders.get('C-2')).toMatchObject([{ name: String(first.sale) }]);
});
