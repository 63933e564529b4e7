import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';
import { order } from './test/orders.ts';

let bc: Bench;
beforeAll(async () => {
  bc = await bench();
});
afterAll(() => bc.stop());

const created = async (changes: object = {}) =>
  (await bc.api.post('salesOrders', order('WC-1', changes))).body.id as string;
const read = async (id: string) => (await bc.api.get(`salesOrders(${id})?$expand=salesOrderLines`)).body;

it('are added, changed and taken away one by one, and the order follows', async () => {
  const id = await created({ salesOrderLines: [] });
  const { status, body: line } = await bc.api.post('salesOrderLines', {
    documentId: id,
    lineType: 'Item',
    lineObjectNumber: 'cw-003',
    quantity: 2,
  });
  expect([status, line.description, line.unitPrice, line.taxCode]).toEqual([201, 'Article 3', 10, 'STANDARD']);
  expect((await read(id)).totalAmountIncludingTax).toBe(23.8);
  const changed = await bc.api.patch(
    `salesOrderLines(${line.id})`,
    { quantity: 3, discountPercent: 10 },
    line['@odata.etag'],
  );
  expect(changed.body).toMatchObject({
    discountAmount: 3,
    amountExcludingTax: 27,
    shipQuantity: 3,
    invoiceQuantity: 3,
  });
  expect((await read(id)).totalAmountIncludingTax).toBe(32.13);
  await bc.api.delete(`salesOrders(${id})/salesOrderLines(${line.id})`);
  expect(await read(id)).toMatchObject({ totalAmountIncludingTax: 0, salesOrderLines: [] });
});

it('are read by their document, in any of the three ways', async () => {
  const id = await created();
  const values = [
    (await bc.api.get(`salesOrders(${id})/salesOrderLines`)).body.value,
    (await bc.api.get(`salesOrderLines?$filter=documentId eq ${id}`)).body.value,
    (await read(id)).salesOrderLines,
  ];
  expect(values[0]).toHaveLength(3);
  expect(values[1]).toEqual(values[0]);
  expect(values[2]).toEqual(values[0]);
});

it('take what is sold by id as well as by number, and its own tax code', async () => {
  const [item] = (await bc.api.get("items?$filter=number eq 'CW-004'")).body.value;
  const id = await created({ salesOrderLines: [{ itemId: item.id, quantity: 1, unitPrice: 100, taxCode: 'REDUCED' }] });
  expect(await read(id)).toMatchObject({
    totalTaxAmount: 7,
    salesOrderLines: [{ lineType: 'Item', lineObjectNumber: 'CW-004', taxPercent: 7, unitOfMeasureCode: 'PCS' }],
  });
});

it('share the discount of their order', async () => {
  const lines = [1, 2, 3].map((number) => ({
    lineType: 'Item',
    lineObjectNumber: `CW-00${number}`,
    quantity: 1,
    unitPrice: 10,
  }));
  const body = await read(await created({ discountAmount: 10, salesOrderLines: lines }));
  expect(body.totalAmountExcludingTax).toBe(20);
  expect(
    body.salesOrderLines.map((line: { invoiceDiscountAllocation: number }) => line.invoiceDiscountAllocation),
  ).toEqual([3.33, 3.34, 3.33]);
});

it('stay as they are once their order is released, but for comments', async () => {
  const id = await created();
  const before = await read(id);
  await bc.control.release(before.number);
  const [item, , comment] = before.salesOrderLines;
  const refused = await bc.api.patch(`salesOrderLines(${item.id})`, { quantity: 5 });
  expect(refused.body.error.code).toBe('Application_FieldValidationException');
  await bc.api.patch(`salesOrderLines(${comment.id})`, { description: 'Leave it with the neighbour' });
  expect((await bc.api.post(`salesOrders(${id})/salesOrderLines`, { description: 'One more' })).status).toBe(201);
  expect((await bc.api.patch(`salesOrders(${id})`, { shipToCity: 'Bremen' })).status).toBe(200);
  const after = await read(id);
  expect(after).toMatchObject({ status: 'Open', shipToCity: 'Bremen', totalAmountIncludingTax: 59.5 });
  expect(after.salesOrderLines.map((line: { description: string }) => line.description).slice(2)).toEqual([
    'Leave it with the neighbour',
    'One more',
  ]);
});

it('follow their order into other terms', async () => {
  const id = await created();
  expect((await bc.api.patch(`salesOrders(${id})`, { pricesIncludeTax: true })).body.totalAmountIncludingTax).toBe(50);
  const { body } = await bc.api.patch(`salesOrders(${id})`, { currencyCode: 'JPY' });
  expect(body).toMatchObject({ currencyCode: 'JPY', totalAmountIncludingTax: 50, totalTaxAmount: 8 });
});
