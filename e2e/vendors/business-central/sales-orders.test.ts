import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';
import { order } from './test/orders.ts';

let bc: Bench;
beforeAll(async () => {
  bc = await bench();
});
afterAll(() => bc.stop());

it('takes an order with its lines in one request, and computes what it comes to', async () => {
  const created = await bc.api.post('salesOrders?$expand=salesOrderLines', order('wc-1001-ab'));
  expect(created.status).toBe(201);
  const { body } = await bc.api.get(`salesOrders(${created.body.id})?$expand=salesOrderLines`);
  expect(body).toMatchObject({
    externalDocumentNumber: 'WC-1001-AB',
    number: expect.stringMatching(/^S-ORD\d+$/),
    status: 'Draft',
    customerName: 'Web shop guests',
    currencyId: '00000000-0000-0000-0000-000000000000',
    currencyCode: 'EUR',
    totalAmountExcludingTax: 50,
    totalTaxAmount: 9.5,
    totalAmountIncludingTax: 59.5,
  });
  expect(body.salesOrderLines).toMatchObject([
    { sequence: 10000, lineType: 'Item', lineObjectNumber: 'CW-001', amountIncludingTax: 47.6, shipQuantity: 2 },
    { sequence: 20000, lineType: 'Account', description: 'Shipping', totalTaxAmount: 1.9 },
    { sequence: 30000, lineType: 'Comment', description: 'Please ring twice', netAmount: 0 },
  ]);
});

it('answers a deep insert with the header from before its lines', async () => {
  const { body } = await bc.api.post('salesOrders', order('WC-1002'));
  expect(body.totalAmountIncludingTax).toBe(0);
  expect(body.salesOrderLines).toBeUndefined();
  const stale = await bc.api.patch(`salesOrders(${body.id})`, { shipToName: 'Grace' }, body['@odata.etag']);
  expect([stale.status, stale.body.error.code]).toEqual([409, 'Request_EntityChanged']);
});

it('finds orders by their external number, however it is spelled, and keeps no two apart', async () => {
  for (const number of ['WC-1003', 'wc-1003', "WC-'4"]) await bc.api.post('salesOrders', order(number));
  const found = await bc.api.get("salesOrders?$filter=externalDocumentNumber eq 'wc-1003'&$select=number");
  expect(found.body.value).toHaveLength(2);
  expect(Object.keys(found.body.value[0])).toEqual(['@odata.etag', 'number']);
  const quoted = await bc.api.get("salesOrders?$filter=externalDocumentNumber eq 'WC-''4' and status eq 'Draft'");
  expect(quoted.body.value).toHaveLength(1);
});

it('changes an order for who read it last, and deletes it', async () => {
  const { body: created } = await bc.api.post('salesOrders', order('WC-1004'));
  const address = `salesOrders(${created.id})`;
  const { body: read } = await bc.api.get(address);
  const changed = await bc.api.patch(address, { shipToAddressLine1: 'Jungfernstieg 2' }, read['@odata.etag']);
  expect([changed.status, changed.body.shipToAddressLine1]).toEqual([200, 'Jungfernstieg 2']);
  expect(changed.body['@odata.etag']).not.toBe(read['@odata.etag']);
  expect((await bc.api.delete(address, read['@odata.etag'])).status).toBe(409);
  expect((await bc.api.delete(address)).status).toBe(204);
  expect((await bc.api.get(address)).status).toBe(404);
});
