import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, bench } from './test/client.ts';

let bc: Bench;
beforeAll(async () => {
  bc = await bench();
});
afterAll(() => bc.stop());

it('numbers a customer by itself, or as it is told', async () => {
  const { status, body } = await bc.api.post('customers', {
    displayName: 'Ada',
    type: 'Person',
    email: 'ada@example.com',
    country: 'gb',
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ number: 'C00010', type: 'Person', country: 'GB', currencyCode: 'EUR', blocked: ' ' });
  expect((await bc.api.post('customers', { displayName: 'Grace', number: 'web-1' })).body.number).toBe('WEB-1');
  const found = await bc.api.get("customers?$filter=email eq 'ada@example.com'");
  expect(found.body.value).toMatchObject([{ id: body.id }]);
});

it("takes over a customer's address and terms, and keeps them where an order says nothing else", async () => {
  const [terms] = (await bc.api.get("paymentTerms?$filter=code eq '14 DAYS'")).body.value;
  const address = {
    addressLine1: 'Neuer Wall 1',
    addressLine2: 'Floor 2',
    city: 'Hamburg',
    country: 'DE',
    postalCode: '20354',
  };
  const { body: customer } = await bc.api.post('customers', {
    displayName: 'Ada',
    paymentTermsId: terms.id,
    currencyCode: 'USD',
    ...address,
  });
  const { body } = await bc.api.post('salesOrders', {
    customerId: customer.id,
    shipToName: 'Grace',
    shipToAddressLine1: 'Elsewhere 3',
  });
  expect(body).toMatchObject({
    customerNumber: customer.number,
    billToName: 'Ada',
    billToAddressLine1: 'Neuer Wall 1',
    sellToCity: 'Hamburg',
    shipToName: 'Grace',
    shipToAddressLine1: 'Elsewhere 3',
    shipToAddressLine2: 'Floor 2',
    paymentTermsId: terms.id,
    currencyCode: 'USD',
  });
  const [dollar] = (await bc.api.get("currencies?$filter=code eq 'USD'")).body.value;
  expect(body.currencyId).toBe(dollar.id);
});

it('tells of stock by ledger entries, whose sum is in the item', async () => {
  const [last] = (await bc.api.get('itemLedgerEntries?$orderby=entryNumber desc&$top=1')).body.value;
  await bc.control.stock('CW-005', -3);
  await bc.control.stock('CW-005', 0.5);
  const { body } = await bc.api.get(`itemLedgerEntries?$filter=entryNumber gt ${last.entryNumber}`);
  expect(body.value).toMatchObject([
    { entryNumber: last.entryNumber + 1, itemNumber: 'CW-005', quantity: -3, entryType: 'Negative_x0020_Adjmt_x002E_' },
    {
      entryNumber: last.entryNumber + 2,
      itemNumber: 'CW-005',
      quantity: 0.5,
      entryType: 'Positive_x0020_Adjmt_x002E_',
    },
  ]);
  const [item] = (await bc.api.get("items?$filter=number eq 'CW-005'")).body.value;
  expect(item.inventory).toBe(99_997.5);
  const since = `lastModifiedDateTime gt ${last.lastModifiedDateTime} and itemNumber eq 'CW-005'`;
  expect((await bc.api.get(`itemLedgerEntries?$filter=${since}`)).body.value).toHaveLength(2);
});

it('filters by more than one value of a property, and by several properties', async () => {
  const numbers = async (filter: string) =>
    (await bc.api.get(`items?$filter=${filter}`)).body.value.map(({ number }: { number: string }) => number);
  expect(await numbers("number eq 'CW-001' or number eq 'CW-003'")).toEqual(['CW-001', 'CW-003']);
  expect(await numbers("(number eq 'CW-001' or number eq 'CW-003') and unitPrice ge 10 and blocked eq false")).toEqual([
    'CW-001',
    'CW-003',
  ]);
  expect(await numbers("number gt 'CW-018' and number le 'CW-020' and number ne 'CW-019'")).toEqual(['CW-020']);
});
