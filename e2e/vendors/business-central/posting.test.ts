import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';
import { order } from './test/orders.ts';

let bc: Bench;
beforeAll(async () => {
  bc = await bench();
});
afterAll(() => bc.stop());

const stock = async (number: string) =>
  (await bc.api.get(`items?$filter=number eq '${number}'`)).body.value[0].inventory;
const created = async (externalNumber: string, changes: object = {}) =>
  (await bc.api.post('salesOrders', order(externalNumber, changes))).body;
const under = async (set: string, externalNumber: string, lines: string) =>
  (await bc.api.get(`${set}?$filter=externalDocumentNumber eq '${externalNumber}'&$expand=${lines}`)).body.value;
const invoices = (externalNumber: string) => under('salesInvoices', externalNumber, 'salesInvoiceLines');
const shipments = (externalNumber: string) => under('salesShipments', externalNumber, 'salesShipmentLines');

/** The invoice of an order that was posted whole. */
async function invoiced(externalNumber: string) {
  const { id } = await created(externalNumber);
  expect((await bc.api.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`)).status).toBe(204);
  return (await invoices(externalNumber))[0];
}

it('turns a posted order into a shipment and an invoice, and stock into ledger entries', async () => {
  const before = await stock('CW-001');
  const { id, number } = await created('POST-1');
  const item = (await bc.api.get("items?$filter=number eq 'CW-001'")).body.value[0];
  const posted = await bc.api.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`);
  expect([posted.status, posted.body]).toEqual([204, undefined]);
  expect((await bc.api.get(`salesOrders(${id})`)).status).toBe(404);
  const [shipment] = await shipments('POST-1');
  expect(shipment).toMatchObject({ orderNumber: number, shipToCity: 'Hamburg', customerNumber: '10000' });
  expect(shipment.salesShipmentLines).toMatchObject([
    { documentNo: shipment.number, lineType: 'Item', lineObjectNumber: 'CW-001', quantity: 2 },
    { lineType: 'G_x002F_L_x0020_Account', lineObjectNumber: '6810', quantity: 1 },
    { lineType: '_x0020_', description: 'Please ring twice', quantity: 0 },
  ]);
  const [invoice] = await invoices('POST-1');
  expect(invoice).toMatchObject({
    orderNumber: number,
    status: 'Open',
    totalAmountIncludingTax: 59.5,
    remainingAmount: 59.5,
  });
  expect(await stock('CW-001')).toBe(before - 2);
  const after = (await bc.api.get("items?$filter=number eq 'CW-001'")).body.value[0];
  expect(after.lastModifiedDateTime).toBe(item.lastModifiedDateTime);
  const entries = await bc.api.get(`itemLedgerEntries?$filter=documentNumber eq '${shipment.number}'`);
  expect(entries.body.value).toMatchObject([
    { itemNumber: 'CW-001', quantity: -2, entryType: 'Sale', sourceNumber: '10000' },
  ]);
});

it('posts what a colleague picks, part by part, until nothing is left', async () => {
  const { id, number } = await created('POST-2');
  await bc.control.post(number, { invoice: false, quantities: { 10000: 1 } });
  expect((await bc.api.get(`salesOrders(${id})`)).body).toMatchObject({
    fullyShipped: false,
    totalAmountIncludingTax: 59.5,
  });
  expect(await invoices('POST-2')).toHaveLength(0);
  await bc.control.post(number, { ship: false });
  await expect(bc.control.post(number, { ship: false })).rejects.toThrow('nothing to post');
  await bc.control.post(number);
  expect((await bc.api.get(`salesOrders(${id})`)).status).toBe(404);
  expect(
    (await shipments('POST-2')).map((one: { salesShipmentLines: object[] }) => one.salesShipmentLines),
  ).toMatchObject([
    [{ lineObjectNumber: 'CW-001', quantity: 1 }, { quantity: 0 }],
    [{ lineObjectNumber: 'CW-001', quantity: 1 }, { lineObjectNumber: '6810', quantity: 1 }, { quantity: 0 }],
  ]);
  const totals = (await invoices('POST-2')).map(
    (one: { totalAmountIncludingTax: number }) => one.totalAmountIncludingTax,
  );
  expect(totals).toEqual([23.8, 35.7]);
});

it('invoices a part of a discount with a part of the order', async () => {
  const lines = [{ lineType: 'Item', lineObjectNumber: 'CW-002', quantity: 3, unitPrice: 10, discountAmount: 1 }];
  const { number } = await created('POST-3', { salesOrderLines: lines, discountAmount: 2 });
  await bc.control.post(number, { quantities: { 10000: 1 } });
  await bc.control.post(number);
  const amounts = (await invoices('POST-3')).map(
    (one: { totalAmountExcludingTax: number }) => one.totalAmountExcludingTax,
  );
  expect(amounts).toEqual([9, 18]);
});

it('cancels an invoice by a corrective credit memo, and takes the goods back', async () => {
  const before = await stock('CW-001');
  const invoice = await invoiced('POST-4');
  expect((await bc.api.post(`salesInvoices(${invoice.id})/Microsoft.NAV.cancel`)).status).toBe(204);
  expect((await invoices('POST-4'))[0]).toMatchObject({ status: 'Canceled', remainingAmount: 0 });
  const [memo] = await under('salesCreditMemos', 'POST-4', 'salesCreditMemoLines');
  expect(memo).toMatchObject({ status: 'Corrective', invoiceNumber: invoice.number, totalAmountIncludingTax: 59.5 });
  expect(await stock('CW-001')).toBe(before);
});

it('drafts a credit memo that can be cut down and posted, for part of the money', async () => {
  const invoice = await invoiced('POST-5');
  expect((await bc.api.post(`salesInvoices(${invoice.id})/Microsoft.NAV.makeCorrectiveCreditMemo`)).status).toBe(204);
  const [memo] = await under('salesCreditMemos', 'POST-5', 'salesCreditMemoLines');
  expect(memo.status).toBe('Draft');
  const [, shipping] = memo.salesCreditMemoLines;
  await bc.api.delete(`salesCreditMemoLines(${shipping.id})`);
  expect((await bc.api.post(`salesCreditMemos(${memo.id})/Microsoft.NAV.post`)).status).toBe(204);
  expect((await invoices('POST-5'))[0]).toMatchObject({ status: 'Open', remainingAmount: 11.9 });
  await bc.control.pay(invoice.number);
  expect((await invoices('POST-5'))[0]).toMatchObject({ status: 'Paid', remainingAmount: 0 });
});

it('takes a credit memo of its own, with lines in one request', async () => {
  const lines = [
    {
      accountId: (await bc.api.get("accounts?$filter=number eq '6810'")).body.value[0].id,
      quantity: 1,
      unitPrice: 5,
      description: 'Goodwill',
    },
  ];
  const { body } = await bc.api.post('salesCreditMemos', {
    customerNumber: '10000',
    externalDocumentNumber: 'POST-6',
    salesCreditMemoLines: lines,
  });
  expect((await bc.api.post(`salesCreditMemos(${body.id})/Microsoft.NAV.post`)).status).toBe(204);
  expect((await bc.api.get(`salesCreditMemos(${body.id})`)).body).toMatchObject({
    status: 'Open',
    totalAmountIncludingTax: 5.95,
  });
});

it('posts nothing for a blocked customer', async () => {
  const { body: customer } = await bc.api.post('customers', { displayName: 'Slow payer', country: 'DE' });
  const { id, number } = await created('POST-7', { customerNumber: customer.number });
  await bc.api.patch(`customers(${customer.id})`, { blocked: 'Ship' });
  const refused = await bc.api.post(`salesOrders(${id})/Microsoft.NAV.shipAndInvoice`);
  expect(refused.body.error.code).toBe('Application_DialogException');
  await expect(bc.control.post(number)).rejects.toThrow('blocked');
  expect(await shipments('POST-7')).toEqual([]);
});
