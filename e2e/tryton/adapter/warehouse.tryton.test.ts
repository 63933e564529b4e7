import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WarehouseOrder } from '../../../contracts/src/index.ts';
import { Bench, item, never, newExternalId, order, release } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start(1000);
});
afterAll(() => bench?.stop());

const SHIPMENT = 'stock.shipment.out';
const lines = [item('11', 'SKU-001', 6, 6000), item('12', 'SKU-001', 2, 2000), item('13', 'SKU-002', 1, 500)];

/** A sale of nine pieces in three lines, two of which are the same goods. */
async function sold() {
  const wanted = order(newExternalId(), { lines });
  const made = await bench.erp().port.createOrder(wanted, never);
  return { externalId: wanted.externalId, saleId: made.id, asked: release(wanted, made.number) };
}

const open = (externalId: string) =>
  bench.admin.search(SHIPMENT, [
    ['reference', '=', externalId],
    ['state', 'in', ['waiting', 'assigned', 'picked', 'packed']],
  ]);

test('here: releasing hands over the shipment that the sale has, once', async () => {
  const { port } = bench.wms('here');
  const { externalId, asked } = await sold();
  expect(await port.findReleases(externalId, never)).toEqual([]);
  const made = [await port.createRelease(asked, never), await port.createRelease(asked, never)];
  expect(made[0]).toMatchObject({ externalId, status: 'received', shipments: [] });
  expect(made[1]).toEqual(made[0]);
  expect(await port.findReleases(externalId, never)).toEqual([made[0]]);
});

test('here: a sale that is unknown, another’s, or without its stock is not released', async () => {
  const { port } = bench.wms('here', { assign: false });
  const { asked, externalId } = await sold();
  const refused = (changed: object) => expect(port.createRelease({ ...asked, ...changed }, never)).rejects;
  await refused({ erpNumber: '999999' }).toMatchObject({ category: 'missing_reference', phase: 'before_send' });
  await refused({ externalId: 'DEMO-999-ab1d' }).toMatchObject({ category: 'conflict', phase: 'before_send' });
  const [shipment] = await bench.admin.search(SHIPMENT, [
    ['moves.origin.sale.reference', '=', externalId, 'sale.line'],
  ]);
  await bench.admin.call(`model.${SHIPMENT}.wait`, [shipment]);
  await refused({}).toMatchObject({ category: 'stock', phase: 'before_send' });
  expect(await port.findReleases(externalId, never)).toEqual([]);
});

test('here: what is sent in two parts is two parcels, with the pieces of each of our lines', async () => {
  const { port } = bench.wms('here');
  const { externalId, asked, saleId } = await sold();
  await port.createRelease(asked, never);
  const [first = 0] = await open(externalId);
  await bench.hands.shipPart(first, { 'SKU-001': 7 });
  const [partial] = await port.findReleases(externalId, never);
  expect(partial).toMatchObject({ status: 'partially_shipped', shipments: [{ carrier: '', trackingNumber: '' }] });
  // Tryton says which of the two lines with the same goods got its pieces.
  const [gone = {}] = pieces(partial);
  expect((gone[11] ?? 0) + (gone[12] ?? 0)).toBe(7);
  expect(gone[13]).toBeUndefined();
  expect(await bench.erp().port.findOrders(externalId, never)).toMatchObject([
    { status: 'allocated', allocation: 'full' },
  ]);
  await expect(port.cancelRelease(partial?.id ?? '', never)).rejects.toMatchObject({ category: 'conflict' });
  await expect(bench.erp().port.cancelOrder(saleId, never)).rejects.toMatchObject({ category: 'conflict' });
  // The rest is released as well, so the warehouse finds it.
  for (const id of await open(externalId)) await bench.hands.ship(id);
  const [whole] = await port.findReleases(externalId, never);
  expect(whole).toMatchObject({ id: partial?.id, status: 'shipped' });
  const rest = { 11: 6 - (gone[11] ?? 0), 12: 2 - (gone[12] ?? 0), 13: 1 };
  const left = Object.entries(rest).filter(([, count]) => count > 0);
  expect(pieces(whole)).toEqual([gone, Object.fromEntries(left)]);
  expect(await bench.erp().port.findOrders(externalId, never)).toMatchObject([{ status: 'shipped' }]);
});

test('here: what is called back leaves the warehouse’s list, keeps its stock, and can be released again', async () => {
  const { port } = bench.wms('here');
  const { externalId, asked } = await sold();
  const { id } = await port.createRelease(asked, never);
  for (let n = 0; n < 2; n += 1) expect(await port.cancelRelease(id, never)).toMatchObject({ id, status: 'cancelled' });
  expect(await port.findReleases(externalId, never)).toMatchObject([{ id, status: 'cancelled' }]);
  expect(await open(externalId)).toEqual([]);
  expect(await bench.erp().port.findOrders(externalId, never)).toMatchObject([{ allocation: 'full' }]);
  expect(await port.createRelease(asked, never)).toMatchObject({ id, status: 'received' });
});

test('here: once it is picked it can be neither called back nor sent elsewhere, not by the ERP either', async () => {
  const { port } = bench.wms('here');
  const { externalId, asked, saleId } = await sold();
  const { id } = await port.createRelease(asked, never);
  const [shipment = 0] = await open(externalId);
  expect(await bench.hands.step({ id: shipment, state: 'assigned' })).toBe('picked');
  const late = { category: 'conflict', phase: 'before_send' };
  await expect(port.cancelRelease(id, never)).rejects.toMatchObject(late);
  await expect(port.amendRelease(id, { shipTo: asked.shipTo }, never)).rejects.toMatchObject(late);
  await expect(bench.erp().port.cancelOrder(saleId, never)).rejects.toMatchObject(late);
  await expect(bench.erp().port.amendOrder(saleId, { note: 'x' }, never)).rejects.toMatchObject(late);
  expect(await port.findReleases(externalId, never)).toMatchObject([{ status: 'picked' }]);
});

test('elsewhere: a worker that ends in the middle leaves nothing that could be sent unknown', async () => {
  const { port } = bench.wms('elsewhere', { assign: false });
  const externalId = newExternalId();
  const asked = release(order(externalId, { lines }), 'SO-7');
  // As `create` leaves it when the worker ends right after it: without the note that tells our lines.
  const whole = await port.createRelease(asked, never);
  const [id = 0] = await open(externalId);
  await bench.admin.call(`model.${SHIPMENT}.draft`, [id]);
  const notes = await bench.admin.search('ir.note', [['resource', '=', `${SHIPMENT},${id}`]]);
  await bench.admin.call('model.ir.note.delete', notes);
  expect(await port.findReleases(externalId, never)).toMatchObject([{ id: whole.id, status: 'cancelled' }]);
  const again = await port.createRelease(asked, never);
  expect(await port.findReleases(externalId, never)).toMatchObject([
    { status: 'cancelled' },
    { id: again.id, status: 'received' },
  ]);
});

/** Pieces by our line, of every parcel. */
function pieces(found: WarehouseOrder | undefined): Record<string, number>[] {
  const counted = (lines: WarehouseOrder['shipments'][number]['lines']) =>
    lines.map(({ lineId, quantity }) => [lineId, Number(quantity)]);
  return (found?.shipments ?? []).map(({ lines }) => Object.fromEntries(counted(lines)));
}
