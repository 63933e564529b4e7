import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { WarehouseHands } from './hands.ts';
import { layTryton } from './lay.ts';
import type { TrytonSession } from './rpc.ts';
import { type RunningTryton, startTryton } from './start.ts';
import { Seller } from './test/seller.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-tryton-'));
let tryton: RunningTryton;
let causeway: TrytonSession;
let seller: Seller;
let hands: WarehouseHands;

beforeAll(async () => {
  tryton = await startTryton(await layTryton(join(folder, 'erp'), { skus: ['SKU-001', 'SKU-002'], onHand: 10 }));
  causeway = await tryton.session('causeway');
  seller = new Seller(causeway, tryton.references);
  hands = new WarehouseHands(await tryton.session('warehouse'));
});
afterAll(async () => {
  await tryton?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const Quantity = z.object({ quantity: z.number() });
async function onHand(sku: string): Promise<number> {
  const context = { locations: [tryton.references.warehouse.id] };
  const rows = await causeway.callWith(
    context,
    'model.product.product.read',
    [tryton.references.products[sku]],
    ['quantity'],
  );
  return z.tuple([Quantity]).parse(rows)[0].quantity;
}

test('ships what was released, and nothing else', async () => {
  const { shipment: released } = await seller.sell('T-1', { 'SKU-001': 2 });
  const { shipment: waiting } = await seller.sell('T-2', { 'SKU-001': 1 });
  await seller.release(released, 'T-1');
  expect(await hands.shipAll()).toMatchObject([{ id: released, reference: 'T-1' }]);
  expect(await hands.shipAll()).toEqual([]);
  expect(await onHand('SKU-001')).toBe(8);
  await seller.release(waiting, 'T-2');
  expect(await hands.shipAll()).toMatchObject([{ id: waiting }]);
  expect(await onHand('SKU-001')).toBe(7);
});

test('ships a part, and Tryton makes a shipment of the rest', async () => {
  const { shipment } = await seller.sell('T-3', { 'SKU-001': 3, 'SKU-002': 1 });
  await seller.release(shipment, 'T-3');
  const [first, second] = [await onHand('SKU-001'), await onHand('SKU-002')];
  expect(await hands.shipPart(shipment, { 'SKU-001': 2 })).toBe('done');
  expect([await onHand('SKU-001'), await onHand('SKU-002')]).toEqual([first - 2, second]);
  const domain = [
    ['moves.origin.sale.reference', '=', 'T-3', 'sale.line'],
    ['state', '=', 'waiting'],
  ];
  const rest = await causeway.first('stock.shipment.out', domain);
  expect(await hands.shipAll()).toEqual([]);
  await seller.release(rest, 'T-3');
  expect(await hands.shipAll()).toMatchObject([{ id: rest }]);
  expect([await onHand('SKU-001'), await onHand('SKU-002')]).toEqual([first - 3, second - 1]);
});

test('waits for goods, takes them in, and counts', async () => {
  await hands.count({ 'SKU-002': 1 });
  expect(await onHand('SKU-002')).toBe(1);
  const { shipment } = await seller.sell('T-4', { 'SKU-002': 3 });
  await seller.release(shipment, 'T-4');
  expect(await hands.ship(shipment)).toBe('waiting');
  await hands.receive({ 'SKU-002': 4 });
  expect(await hands.ship(shipment)).toBe('done');
  expect(await onHand('SKU-002')).toBe(2);
});

test('a killed Tryton starts again with all it had, at the same address', async () => {
  const { shipment } = await seller.sell('T-5', { 'SKU-001': 1 });
  await tryton.kill();
  await expect(hands.released()).rejects.toThrow('fetch failed');
  await tryton.start();
  await seller.release(shipment, 'T-5');
  expect(await hands.shipAll()).toMatchObject([{ id: shipment, reference: 'T-5' }]);
});
