import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { decimal } from '../rpc.ts';
import { Bench, item, never, newExternalId, order } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(50);
});
afterAll(() => bench?.stop());

const Row = z.object({ id: z.number(), state: z.string(), number: z.string().nullable() });
const sales = (externalId: string) =>
  bench.admin.read('sale.sale', [['reference', '=', externalId]], Row, ['state', 'number']);

test('the read-back rule: two creates under one external id are both shown, and the later can be cancelled', async () => {
  const { port } = bench.erp();
  const externalId = newExternalId();
  const made = [await port.createOrder(order(externalId), never), await port.createOrder(order(externalId), never)];
  const found = await port.findOrders(externalId, never);
  expect(found.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  await port.cancelOrder(made[1]?.id ?? '', never);
  expect((await port.findOrders(externalId, never)).map(({ status }) => status)).toEqual(['allocated', 'cancelled']);
});

test.each(['create', 'quote', 'confirm'])(
  'a worker that ends after %s: the sale is found, and finished once',
  async (step) => {
    const externalId = newExternalId();
    const killed = new AbortController();
    const dying = bench.erp({}, (method, { reply }) => {
      if (method === `model.sale.sale.${step}` && reply !== null) killed.abort(new Error('killed'));
    });
    await expect(dying.port.createOrder(order(externalId), killed.signal)).rejects.toThrow('killed');
    expect(await sales(externalId)).toHaveLength(1);
    const found = await bench.erp().port.findOrders(externalId, never);
    expect(found).toMatchObject([{ externalId, status: 'allocated', allocation: 'full', totalMinor: 7734 }]);
    expect(await sales(externalId)).toEqual([
      expect.objectContaining({ state: 'processing', number: found[0]?.number }),
    ]);
    expect(await bench.admin.search('account.invoice', [['sales.reference', '=', externalId]])).toHaveLength(1);
  },
);

test('a half-made sale that does not come to its total is cancelled, so that it is made anew', async () => {
  const externalId = newExternalId();
  const killed = new AbortController();
  const dying = bench.erp({}, (method) => {
    if (method === 'model.sale.sale.create') killed.abort(new Error('killed'));
  });
  const wrong = order(externalId, { totalMinor: 7735 });
  await expect(dying.port.createOrder(wrong, killed.signal)).rejects.toThrow('killed');
  expect(await bench.erp().port.findOrders(externalId, never)).toMatchObject([{ status: 'cancelled' }]);
});

test('totals are exact: what rounding leaves stands in one line, what is more is a mismatch that leaves nothing', async () => {
  const { port } = bench.erp();
  // Three tax amounts of 0.475 each: the shop rounds each line, Tryton their sum.
  const lines = ['21', '22', '23'].map((id) => item(id, 'SKU-003', 1, 250, 48));
  const rounded = order(newExternalId(), { lines });
  expect(rounded.totalMinor).toBe(894);
  expect(await port.createOrder(rounded, never)).toMatchObject({ totalMinor: 894, status: 'allocated' });
  const Line = z.object({ note: z.string().nullable(), 'product.': z.object({ code: z.string() }) });
  const ofSale = [['sale.reference', '=', rounded.externalId]];
  const kept = await bench.admin.read('sale.line', ofSale, Line, ['note', 'product.code']);
  expect(kept.map((line) => [line.note, line['product.'].code])).toEqual([
    ...lines.map(({ lineId, sku }) => [lineId, sku]),
    ['rounding', 'ROUNDING'],
  ]);
  const wrong = order(newExternalId(), { lines, totalMinor: 899 });
  await expect(port.createOrder(wrong, never)).rejects.toMatchObject({
    category: 'total_mismatch',
    phase: 'before_send',
  });
  expect(await sales(wrong.externalId)).toMatchObject([{ state: 'cancelled', number: null }]);
});

test('a refusal comes with status 200: it has a category, and leaves nothing behind', async () => {
  const { port } = bench.erp();
  const broken = order(newExternalId(), { lines: [{ ...item('31', 'SKU-001', 1, 100), quantity: '1.5' }] });
  await expect(port.createOrder(broken, never)).rejects.toMatchObject({ category: 'validation', phase: 'before_send' });
  expect(await sales(broken.externalId)).toEqual([]);
  const unknown = order(newExternalId(), { lines: [item('31', 'NOPE', 1, 100)] });
  await expect(port.createOrder(unknown, never)).rejects.toThrow('the ERP has no product with the code NOPE');
});

test('what Tryton confirms and then cannot process is told, and taken back', async () => {
  const { port } = bench.erp();
  const unit = await bench.admin.first('product.uom', [['symbol', '=', 'u']]);
  await bench.admin.create('product.template', {
    ...{ name: 'Without accounts', type: 'goods', default_uom: unit, salable: true, sale_uom: unit },
    ...{ list_price: decimal('1'), cost_price_method: 'fixed' },
    products: [['create', [{ suffix_code: 'BARE', cost_price: decimal('1') }]]],
  });
  const bare = order(newExternalId(), { lines: [item('51', 'BARE', 1, 100)] });
  const refused = { category: 'missing_reference', phase: 'before_send' };
  await expect(port.createOrder(bare, never)).rejects.toMatchObject(refused);
  expect(await sales(bare.externalId)).toMatchObject([{ state: 'cancelled' }]);
  expect(await port.findOrders(bare.externalId, never)).toMatchObject([{ status: 'cancelled' }]);
});

test('a processed sale can be cancelled: stock and invoice go back, and it stays cancelled', async () => {
  const { port } = bench.erp();
  const made = await port.createOrder(order(newExternalId()), never);
  for (let n = 0; n < 2; n += 1) {
    expect(await port.cancelOrder(made.id, never)).toMatchObject({ status: 'cancelled', allocation: 'none' });
  }
  expect(await bench.erp().port.findOrders(made.externalId, never)).toMatchObject([{ status: 'cancelled' }]);
  const state = async (model: string) => {
    const rows = await bench.admin.read(
      model,
      [['sales.reference', '=', made.externalId]],
      z.object({ state: z.string() }),
      ['state'],
    );
    return rows.map((row) => row.state);
  };
  expect(await state('account.invoice')).toEqual(['cancelled']);
});

test('an invoice that is posted holds the cancel before anything is touched', async () => {
  const { port } = bench.erp();
  const made = await port.createOrder(order(newExternalId()), never);
  const [invoice] = await bench.admin.search('account.invoice', [['sales.reference', '=', made.externalId]]);
  const today = new Date();
  const invoice_date = {
    __class__: 'date',
    year: today.getUTCFullYear(),
    month: today.getUTCMonth() + 1,
    day: today.getUTCDate(),
  };
  await bench.admin.write('account.invoice', [invoice ?? 0], { invoice_date });
  await bench.admin.call('model.account.invoice.post', [invoice]);
  await expect(port.cancelOrder(made.id, never)).rejects.toMatchObject({ category: 'conflict', phase: 'before_send' });
  expect(await port.findOrders(made.externalId, never)).toMatchObject([{ status: 'allocated' }]);
});

test('an amendment reaches the shipment, and an address that is known is not made twice', async () => {
  const { port } = bench.erp();
  const { id, externalId } = await port.createOrder(order(newExternalId()), never);
  const shipTo = { ...order(externalId).shipTo, line1: '3 Mole', state: '' };
  for (let n = 0; n < 2; n += 1) await port.amendOrder(id, { shipTo, note: 'Call first' }, never);
  const Shipment = z.object({ 'delivery_address.': z.object({ street: z.string(), city: z.string() }) });
  const ofSale = [['moves.origin.sale.reference', '=', externalId, 'sale.line']];
  const fields = ['delivery_address.street', 'delivery_address.city'];
  expect(await bench.admin.read('stock.shipment.out', ofSale, Shipment, fields)).toEqual([
    { 'delivery_address.': { street: '3 Mole\nDoor 4', city: 'Bremen' } },
  ]);
  expect(await bench.admin.search('party.address', [['street', 'like', '3 Mole%']])).toHaveLength(1);
  expect(await bench.admin.search('party.party', [['name', '=', 'Ada Quist']])).toHaveLength(1);
  await port.amendOrder(id, { shipTo: order(externalId).shipTo }, never);
  expect(await bench.admin.search('party.address', [['street', 'like', '2 Pier%']])).toHaveLength(1);
});

test('an order without enough stock is held partly, and assigned when there is more and somebody looks', async () => {
  const { port } = bench.erp();
  const big = order(newExternalId(), { lines: [item('41', 'SKU-009', 60, 6000)] });
  expect(await port.createOrder(big, never)).toMatchObject({ status: 'open', allocation: 'partial' });
  await bench.hands.count({ 'SKU-009': 60 });
  expect(await bench.erp().port.findOrders(big.externalId, never)).toMatchObject([
    { status: 'allocated', allocation: 'full' },
  ]);
});
