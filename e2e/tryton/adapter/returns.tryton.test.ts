import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import type { CreditMemo, ReturnAuthorization, WarehouseReturn } from '../../../contracts/src/index.ts';
import { PLACES } from '../set-up/wanted.ts';
import { Bench, item, never, newExternalId, order, release } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(100);
});
afterAll(() => bench?.stop());

let returns = 0;

/** An order of three pieces that was shipped, and two of them to come back. */
async function shipped(sku: string) {
  returns += 1;
  const orderExternalId = newExternalId();
  const externalId = `DEMO-R${returns}-ab1d`;
  const sold = order(orderExternalId, { lines: [item('11', sku, 3, 2998, 570)] });
  const { number } = await bench.erp().port.createOrder(sold, never);
  await bench.wms('here').port.createRelease(release(sold, number), never);
  await bench.hands.shipAll();
  const about = { externalId, orderExternalId, orderErpNumber: number, reason: 'Too small', traceId: 'ab'.repeat(16) };
  const authorization: ReturnAuthorization = {
    ...{ ...about, requestedAt: '2026-11-20T22:00:00Z' },
    lines: [{ lineId: '11', sku, quantity: '2' }],
  };
  const memo = (totalMinor: number, taxMinor: number, returnNumber: string | null = null): CreditMemo => ({
    ...{ ...about, returnNumber, currency: 'EUR', currencyDigits: 2, refundedAt: null, totalMinor },
    lines: [{ lineId: '11', sku, quantity: '2', netMinor: totalMinor - taxMinor, taxMinor, taxCode: null }],
  });
  return { orderExternalId, externalId, authorization, memo };
}

const erp = () => bench.erp({ places: PLACES }).port;
const erpReturns = () => erp().returns as NonNullable<ReturnType<typeof erp>['returns']>;
const wmsReturns = (orders: 'here' | 'elsewhere') =>
  bench.wms(orders, { places: PLACES }).port.returns as NonNullable<ReturnType<Bench['wms']>['port']['returns']>;
const shipmentOf = (number: string) => bench.admin.first('stock.shipment.out.return', [['number', '=', number]]);

async function onHand(sku: string): Promise<number> {
  for (let cursor: string | null = null; ; ) {
    const page = await erp().inventory(cursor, never);
    const found = page.positions.find((position) => position.sku === sku);
    if (found !== undefined) return Number(found.onHand);
    cursor = page.cursor;
  }
}

const Note = z.object({ id: z.number(), state: z.string(), total_amount: z.object({ decimal: z.string() }) });
const notes = (externalId: string) =>
  bench.admin.read('account.invoice', [['reference', '=', externalId]], Note, ['state', 'total_amount']);

test('in one Tryton: authorised, announced, come back, judged, credited; counted in its own books', async () => {
  const sku = 'SKU-003';
  const { orderExternalId, externalId, authorization, memo } = await shipped(sku);
  const before = await onHand(sku);
  const rma = await erpReturns().createReturn(authorization, never);
  expect(rma).toMatchObject({ status: 'open', orderExternalId, lines: authorization.lines });
  const announced = await wmsReturns('here').announceReturn(authorization, never);
  expect(announced).toMatchObject({ externalId, orderExternalId, status: 'expected' });
  await bench.hands.inspect(await shipmentOf(announced.id), { [sku]: { [PLACES.quarantine]: 1 } });
  const [receipt] = await wmsReturns('here').findReturns(externalId, never);
  const dispositions = [
    { disposition: 'restock', quantity: '1' },
    { disposition: 'quarantine', quantity: '1' },
  ];
  expect(receipt).toMatchObject({
    id: announced.id,
    status: 'inspected',
    lines: [{ lineId: '11', received: '2', dispositions }],
  });
  expect(await wmsReturns('here').findReturnsOfOrder(orderExternalId, never)).toEqual([receipt]);
  // What a shop that reports twice tells it, it knows already.
  if (receipt !== undefined) await erpReturns().reportReturn?.(rma.id, receipt, never);
  expect((await onHand(sku)) - before).toBe(1);
  expect((await erpReturns().findReturns(externalId, never)).map(({ status }) => status)).toEqual(['received']);
  // A cent that Tryton rounds otherwise gets a line of its own.
  const made = await erpReturns().createCreditMemo(memo(2379, 381, rma.number), never);
  expect(made).toMatchObject({ externalId, orderExternalId, status: 'posted', totalMinor: 2379, currency: 'EUR' });
  expect(await notes(externalId)).toMatchObject([{ state: 'posted', total_amount: { decimal: '-23.79' } }]);
  expect((await erpReturns().findReturns(externalId, never)).map(({ status }) => status)).toEqual(['closed']);
});

test('begun by people with Tryton’s own "Return": told under its order, announced by its lines, its own draft credited', async () => {
  const sku = 'SKU-004';
  const { orderExternalId, authorization, memo } = await shipped(sku);
  const start = (await erp().changedSince(null, never)).cursor;
  const sale = await bench.admin.first('sale.sale', [['reference', '=', orderExternalId]]);
  const back = await returnByPeople(sale);
  expect(await erpReturns().findReturnsOfOrder(orderExternalId, never)).toEqual([]);
  for (const button of ['quote', 'confirm']) await bench.admin.call(`model.sale.sale.${button}`, [back]);
  const [found] = await erpReturns().findReturnsOfOrder(orderExternalId, never);
  expect(found).toMatchObject({ id: String(back), externalId: '', lines: [{ lineId: '11', sku, quantity: '3' }] });
  const names: string[] = [];
  for (let cursor = start, page = await erp().changedSince(cursor, never); page.cursor !== cursor; ) {
    names.push(...page.externalIds);
    cursor = page.cursor;
    page = await erp().changedSince(cursor, never);
  }
  expect(names).toContain(`${orderExternalId}/${back}`);
  const externalId = 'DEMO-E7-ab1d';
  const whole = { ...authorization, externalId, lines: [{ lineId: '11', sku, quantity: '3' }] };
  const announced = await wmsReturns('here').announceReturn(whole, never);
  expect(announced).toMatchObject({ externalId, status: 'expected' });
  const its = (totalMinor: number) => ({ ...memo(totalMinor, 570, found?.number ?? ''), externalId });
  await expect(erpReturns().createCreditMemo(its(3500), never)).rejects.toMatchObject({ category: 'conflict' });
  await erpReturns().createCreditMemo(its(3568), never);
  expect(await notes(externalId)).toMatchObject([{ state: 'posted', total_amount: { decimal: '-35.68' } }]);
  // No second one beside Tryton's own.
  const ofReturn = [['lines.origin.sale', '=', back, 'sale.line']];
  expect(await bench.admin.search('account.invoice', ofReturn)).toHaveLength(1);
});

/** As the button "Return" does it. */
async function returnByPeople(sale: number): Promise<number> {
  const wizard = 'wizard.sale.return_sale';
  const [session] = z
    .tuple([z.number()])
    .rest(z.unknown())
    .parse(await bench.admin.call(`${wizard}.create`));
  const context = { active_model: 'sale.sale', active_id: sale, active_ids: [sale] };
  await bench.admin.callWith(context, `${wizard}.execute`, session, { start: {} }, 'return_');
  return await bench.admin.first('sale.sale', [['origin', '=', `sale.sale,${sale}`]]);
}

test('the warehouse is elsewhere: told that less came, Tryton puts it away as judged and expects the rest no more', async () => {
  const sku = 'SKU-005';
  const { externalId, orderExternalId, authorization } = await shipped(sku);
  const before = await onHand(sku);
  const { id } = await erpReturns().createReturn(authorization, never);
  const dispositions = [{ disposition: 'damaged', quantity: '1' }] as const;
  const line = { lineId: '11', sku, received: '1', dispositions: [...dispositions] };
  const receipt: WarehouseReturn = { id: 'RR-7', externalId, orderExternalId, status: 'inspected', lines: [line] };
  const unknown = { ...receipt, lines: [{ ...line, lineId: '99' }] };
  await expect(erpReturns().reportReturn?.(id, unknown, never)).rejects.toMatchObject({ category: 'validation' });
  for (const _ of ['once', 'twice'])
    expect(await erpReturns().reportReturn?.(id, receipt, never)).toMatchObject({ status: 'received' });
  expect((await onHand(sku)) - before).toBe(0);
  const place = await bench.admin.first('stock.location', [['code', '=', PLACES.damaged]]);
  const moves = await bench.admin.search('stock.move', [
    ['to_location', '=', place],
    ['product.code', '=', sku],
    ['state', '=', 'done'],
  ]);
  expect(moves).toHaveLength(1);
  const open = await bench.admin.search('stock.shipment.out.return', [
    ['moves.origin.sale.reference', '=', externalId, 'sale.line'],
    ['state', '=', 'draft'],
  ]);
  expect(open).toEqual([]);
});

test.each(['STO', 'WH'])(
  'a place for damaged goods in %s: told as damaged, and on hand counts them',
  async (parent) => {
    const sku = 'SKU-008';
    const code = `BAD-${parent}`;
    const [within, storage] = await Promise.all(
      [parent, 'STO'].map((name) => bench.admin.first('stock.location', [['code', '=', name]])),
    );
    const [place] = await bench.admin.create('stock.location', { name: code, code, type: 'storage', parent: within });
    const product = await bench.admin.first('product.product', [['code', '=', sku]]);
    const uom = await bench.admin.first('product.uom', [['symbol', '=', 'u']]);
    const before = await onHand(sku);
    const aside = { product, uom, quantity: 2, from_location: storage, to_location: place };
    await bench.admin.call('model.stock.move.do', await bench.admin.create('stock.move', aside));
    const { port } = bench.erp({ places: { damaged: code } });
    const { positions } = await port.inventory(null, never);
    const { onHand: units, allocated, damaged, quarantined } = positions.find((one) => one.sku === sku) ?? {};
    expect({ units, allocated, damaged, quarantined }).toEqual({
      ...{ units: String(before), allocated: '0', damaged: '2', quarantined: null },
    });
  },
);

test('no unique key: two are both shown, and the later can be cancelled', async () => {
  const { externalId, authorization } = await shipped('SKU-006');
  const made = [
    await erpReturns().createReturn(authorization, never),
    await erpReturns().createReturn(authorization, never),
  ];
  expect(await erpReturns().findReturns(externalId, never)).toEqual(made);
  await erpReturns().cancelReturn(made[1]?.id ?? '', never);
  const found = await erpReturns().findReturns(externalId, never);
  expect(found.map(({ status }) => status)).toEqual(['open', 'cancelled']);
});

test.each([
  'sale.sale.create',
  'sale.sale.quote',
  'sale.sale.confirm',
  'account.invoice.create',
  'account.invoice.write',
])('a worker that ends after %s: what it began is found, and finished once', async (step) => {
  const { externalId, authorization, memo } = await shipped('SKU-007');
  const killed = new AbortController();
  const dying = bench.erp({}, (method, { reply }) => {
    if (method === `model.${step}` && reply !== null) killed.abort(new Error('killed'));
  }).port.returns;
  if (step.startsWith('sale')) {
    await expect(dying?.createReturn(authorization, killed.signal)).rejects.toThrow('killed');
    const found = await erpReturns().findReturns(externalId, never);
    expect(found).toMatchObject([{ externalId, status: 'open', lines: authorization.lines }]);
    const expected = [['moves.origin.sale.reference', '=', externalId, 'sale.line']];
    expect(await bench.admin.search('stock.shipment.out.return', expected)).toHaveLength(1);
  } else {
    await expect(dying?.createCreditMemo(memo(2380, 380), killed.signal)).rejects.toThrow('killed');
    const found = await erpReturns().findCreditMemos(externalId, never);
    expect(found).toMatchObject([{ externalId, status: 'posted', totalMinor: 2380 }]);
    expect(await notes(externalId)).toHaveLength(1);
  }
});
