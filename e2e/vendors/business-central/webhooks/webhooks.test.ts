import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, bench } from '../test/client.ts';
import { order } from '../test/orders.ts';
import { type Subscriber, subscriber } from '../test/subscriber.ts';

let bc: Bench;
let listening: Subscriber;
let subscriptions: string;
beforeEach(async () => {
  bc = await bench({ webhooks: { delay_ms: 0, retry_ms: [0], collection_above: 5 } });
  listening = await subscriber();
  subscriptions = `${bc.api.root}/subscriptions`;
});
afterEach(async () => {
  listening.close();
  await bc.stop();
});

const wish = (changes: object = {}) => ({
  notificationUrl: listening.url,
  resource: `/api/v2.0/companies(${bc.at.companyId})/salesOrders`,
  clientState: 'a secret between us',
  ...changes,
});

async function until(done: () => boolean): Promise<void> {
  while (!done()) await pause(5);
}

const told = () => listening.deliveries.flat().map(({ changeType }) => changeType);

it('subscribes who returns the validation token, for three days', async () => {
  const { status, body } = await bc.api.post(subscriptions, wish());
  expect(status).toBe(201);
  expect(listening.handshakes).toBe(1);
  expect(Date.parse(body.expirationDateTime) - Date.parse(body.systemCreatedAt)).toBe(3 * 24 * 3_600_000);
  expect((await bc.api.get(subscriptions)).body.value).toMatchObject([{ subscriptionId: body.subscriptionId }]);
  expect((await bc.api.delete(`${subscriptions}('${body.subscriptionId}')`)).status).toBe(204);
  expect((await bc.api.get(subscriptions)).body.value).toEqual([]);
});

it('subscribes nobody who answers the handshake otherwise', async () => {
  for (const shakes of ['with another token', 'with 202'] as const) {
    listening.shakes = shakes;
    expect((await bc.api.post(subscriptions, wish())).status).toBe(400);
  }
  listening.close();
  expect((await bc.api.post(subscriptions, wish())).status).toBe(400);
  expect((await bc.api.get(subscriptions)).body.value).toEqual([]);
});

it('renews with another handshake, and only with If-Match', async () => {
  const { body } = await bc.api.post(subscriptions, wish());
  const address = `${subscriptions}('${body.subscriptionId}')`;
  expect((await bc.api.send('PATCH', address, {})).body.error.code).toBe('BadRequest_InvalidToken');
  const renewed = await bc.api.patch(address, { clientState: 'another' }, body['@odata.etag']);
  expect([renewed.status, renewed.body.clientState, listening.handshakes]).toEqual([200, 'another', 2]);
  expect(Date.parse(renewed.body.expirationDateTime)).toBeGreaterThanOrEqual(Date.parse(body.expirationDateTime));
  listening.shakes = 'with 202';
  expect((await bc.api.patch(address, {})).status).toBe(400);
});

it('forgets who did not renew in time, and tells it nothing', async () => {
  await bc.control.settings({ webhooks: { expire_after_ms: 0 } });
  expect((await bc.api.post(subscriptions, wish())).status).toBe(201);
  await bc.control.settings({ webhooks: { expire_after_ms: 3_600_000 } });
  const resource = `/api/v2.0/companies(${bc.at.companyId})/items`;
  const { body } = await bc.api.post(subscriptions, wish({ resource }));
  await bc.api.post('salesOrders', order('WC-1'));
  await bc.api.post('items', { displayName: 'Lantern' });
  await until(() => listening.deliveries.length > 0);
  expect(listening.deliveries.flat().map(({ subscriptionId }) => subscriptionId)).toEqual([body.subscriptionId]);
  expect((await bc.api.get(subscriptions)).body.value).toMatchObject([{ resource }]);
});

it('tells of changes of the set, lines counting as their document, and of nothing else', async () => {
  const { body: subscription } = await bc.api.post(subscriptions, wish());
  await bc.api.patch(`items(${(await bc.api.get('items?$top=1')).body.value[0].id})`, { unitPrice: 12 });
  const { body: created } = await bc.api.post('salesOrders', order('WC-1'));
  await until(() => told().includes('created'));
  const [line] = (await bc.api.get(`salesOrders(${created.id})/salesOrderLines`)).body.value;
  await bc.api.patch(`salesOrderLines(${line.id})`, { quantity: 3 });
  await until(() => told().includes('updated'));
  await bc.api.delete(`salesOrders(${created.id})`);
  await until(() => told().includes('deleted'));
  expect(new Set(listening.deliveries.flat().map(({ resource }) => resource))).toEqual(
    new Set([`api/v2.0/companies(${bc.at.companyId})/salesOrders(${created.id})`]),
  );
  expect(listening.deliveries[0]?.[0]).toMatchObject({
    subscriptionId: subscription.subscriptionId,
    clientState: 'a secret between us',
  });
});

it('tells again after 5xx, 408 and 429', async () => {
  await bc.api.post(subscriptions, wish());
  listening.answer = (nth) => [503, 408, 429][nth] ?? 200;
  await bc.api.post('salesOrders', order('WC-2'));
  await until(() => listening.deliveries.length === 4);
  expect((await bc.api.get(subscriptions)).body.value).toHaveLength(1);
});

it('forgets who refuses in any other way', async () => {
  await bc.api.post(subscriptions, wish());
  listening.answer = () => 401;
  await bc.api.post('salesOrders', order('WC-3'));
  for (;;) if ((await bc.api.get(subscriptions)).body.value.length === 0) break;
  expect(listening.deliveries).toHaveLength(1);
});

it('says "collection" when more changed than it tells one by one', async () => {
  await bc.control.settings({ webhooks: { delay_ms: 3_600_000 } });
  await bc.api.post(subscriptions, wish());
  for (let number = 1; number <= 6; number += 1) await bc.api.post('salesOrders', order(`WC-${number}`));
  await bc.control.settings({ webhooks: { delay_ms: 0 } });
  await until(() => listening.deliveries.length === 1);
  expect(told()).toEqual(['collection']);
  expect(listening.deliveries[0]?.[0]?.resource).toContain('/salesOrders?$filter=lastModifiedDateTime%20gt%20');
});
