import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { WarehouseHands } from './hands.ts';
import { layTryton } from './lay.ts';
import { decimal, type TrytonSession } from './rpc.ts';
import { type RunningTryton, startTryton } from './start.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-tryton-'));
let tryton: RunningTryton;
let causeway: TrytonSession;
let hands: WarehouseHands;

beforeAll(async () => {
  tryton = await startTryton(await layTryton(join(folder, 'erp'), { skus: ['SKU-001', 'SKU-002'], onHand: 10 }));
  causeway = await tryton.session('causeway');
  hands = new WarehouseHands(await tryton.session('warehouse'));
});
afterAll(async () => {
  await tryton?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A confirmed sale, by the API user; returns its shipment's id. */
async function sell(reference: string, quantities: Readonly<Record<string, number>>): Promise<number> {
  const { company, currency, warehouse, paymentTerm, taxes, products } = tryton.references;
  const unit = await causeway.first('product.uom', [['symbol', '=', 'u']]);
  const [party = 0] = await causeway.create('party.party', {
    ...{ name: 'Ada', addresses: [['create', [{ street: '1 Quay Road', city: 'Bremen' }]]] },
  });
  const address = await causeway.first('party.address', [['party', '=', party]]);
  const lines = Object.entries(quantities).map(([sku, quantity]) => ({
    ...{ type: 'line', product: products[sku], quantity, unit, unit_price: decimal('41.93') },
    taxes: [['add', [taxes['VAT 19%']]]],
  }));
  const [sale] = await causeway.create('sale.sale', {
    ...{ reference, party, company: company.id, currency: currency.id, warehouse: warehouse.id },
    ...{ invoice_address: address, shipment_address: address, payment_term: paymentTerm.id },
    lines: [['create', lines]],
  });
  for (const button of ['quote', 'confirm']) await causeway.call(`model.sale.sale.${button}`, [sale]);
  return await causeway.first('stock.shipment.out', [['moves.origin.sale.id', '=', sale, 'sale.line']]);
}

async function release(shipment: number, reference: string): Promise<void> {
  await causeway.call('model.stock.shipment.out.assign_try', [shipment]);
  await causeway.write('stock.shipment.out', [shipment], { reference });
}

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
  const released = await sell('T-1', { 'SKU-001': 2 });
  const waiting = await sell('T-2', { 'SKU-001': 1 });
  await release(released, 'T-1');
  expect(await hands.shipAll()).toMatchObject([{ id: released, reference: 'T-1' }]);
  expect(await hands.shipAll()).toEqual([]);
  expect(await onHand('SKU-001')).toBe(8);
  await release(waiting, 'T-2');
  expect(await hands.shipAll()).toMatchObject([{ id: waiting }]);
  expect(await onHand('SKU-001')).toBe(7);
});

test('ships a part, and Tryton makes a shipment of the rest', async () => {
  const shipment = await sell('T-3', { 'SKU-001': 3, 'SKU-002': 1 });
  await release(shipment, 'T-3');
  const [first, second] = [await onHand('SKU-001'), await onHand('SKU-002')];
  expect(await hands.shipPart(shipment, { 'SKU-001': 2 })).toBe('done');
  expect([await onHand('SKU-001'), await onHand('SKU-002')]).toEqual([first - 2, second]);
  const domain = [
    ['moves.origin.sale.reference', '=', 'T-3', 'sale.line'],
    ['state', '=', 'waiting'],
  ];
  const rest = await causeway.first('stock.shipment.out', domain);
  expect(await hands.shipAll()).toEqual([]);
  await release(rest, 'T-3');
  expect(await hands.shipAll()).toMatchObject([{ id: rest }]);
  expect([await onHand('SKU-001'), await onHand('SKU-002')]).toEqual([first - 3, second - 1]);
});

test('waits for goods, takes them in, and counts', async () => {
  await hands.count({ 'SKU-002': 1 });
  expect(await onHand('SKU-002')).toBe(1);
  const shipment = await sell('T-4', { 'SKU-002': 3 });
  await release(shipment, 'T-4');
  expect(await hands.ship(shipment)).toBe('waiting');
  await hands.receive({ 'SKU-002': 4 });
  expect(await hands.ship(shipment)).toBe('done');
  expect(await onHand('SKU-002')).toBe(2);
});

test('a killed Tryton starts again with all it had, at the same address', async () => {
  const shipment = await sell('T-5', { 'SKU-001': 1 });
  await tryton.kill();
  await expect(hands.released()).rejects.toThrow('fetch failed');
  await tryton.start();
  await release(shipment, 'T-5');
  expect(await hands.shipAll()).toMatchObject([{ id: shipment, reference: 'T-5' }]);
});
