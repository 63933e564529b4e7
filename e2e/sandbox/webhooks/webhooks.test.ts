import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, bench, until } from '../test/client.ts';
import { order, release } from '../test/documents.ts';
import { type Receiver, receiver } from '../test/receiver.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const quick = { webhooks: { retry_ms: [20], attempts_max: 3 } };

let system: Bench;
let listening: Receiver;
let statuses: (nth: number) => number;
beforeEach(async () => {
  statuses = () => 204;
  listening = await receiver((nth) => statuses(nth));
});
afterEach(async () => {
  await system.running.stop();
  listening.close();
});

const received = (most: number) =>
  until(
    async () => listening.deliveries,
    (all) => all.length >= most,
  );
const types = () => listening.deliveries.map(({ body }) => JSON.parse(body).type as string);
const counts = async () => (await system.control.get('/_control/state')).body.webhooks;

it('are signed so that the standard library verifies them, and a changed body does not pass', async () => {
  system = await bench('erp', { webhooks: { ...quick.webhooks, subscriptions: [{ url: listening.url, secret }] } });
  await system.api.post('/orders', order('D-1-aaaa', { correlation_id: 'c-1' }));
  const [delivery] = await received(1);
  const headers = delivery?.headers as Record<string, string>;
  const event = new Webhook(secret).verify(delivery?.body ?? '', headers);
  expect(event).toMatchObject({
    type: 'order.allocated',
    data: {
      external_id: 'D-1-aaaa',
      number: 'SO-000001',
      status: 'allocated',
      allocation: 'full',
      revision: 2,
      correlation_id: 'c-1',
    },
  });
  expect(() => new Webhook(secret).verify(`${delivery?.body} `, headers)).toThrow();
});

it('tell of each step of the warehouse, with the parcel', async () => {
  system = await bench('wms', { ...quick, picks: [{ sku: 'CW-003', pick: 0, rest_after_ms: 200 }] });
  const subscribed = await system.api.post('/webhooks', { url: listening.url });
  expect(subscribed).toMatchObject({ status: 201, body: { url: listening.url, events: [] } });
  expect(subscribed.body.secret).toMatch(/^whsec_/);
  await system.api.post('/releases', release('D-1-aaaa'));
  const shipped = (await received(6))
    .map(({ body }) => JSON.parse(body))
    .filter(({ type }) => type === 'release.shipped');
  expect(types().toSorted()).toEqual([
    'release.packed',
    'release.packed',
    'release.picked',
    'release.picked',
    'release.shipped',
    'release.shipped',
  ]);
  expect(shipped.map(({ data }) => [data.complete, data.shipment.id]).toSorted()).toEqual([
    [false, 'WR-000001-1'],
    [true, 'WR-000001-2'],
  ]);
});

it('are sent again after a failure under the same id, and given up in the end', async () => {
  statuses = (nth) => (nth === 0 ? 500 : 204);
  system = await bench('erp', quick);
  await system.api.post('/webhooks', { url: listening.url, secret, events: ['order.cancelled'] });
  await system.api.post('/orders', order('D-1-aaaa'));
  await system.api.post('/orders/SO-000001/cancel');
  const [first, second] = await received(2);
  expect(first?.headers['webhook-id']).toBe(second?.headers['webhook-id']);
  await until(counts, ({ delivered }) => delivered === 1);
  statuses = () => 503;
  await system.api.post('/orders', order('D-2-aaaa'));
  await system.api.post('/orders/SO-000002/cancel');
  await until(counts, ({ given_up }) => given_up === 1);
  expect(types()).toEqual(Array(5).fill('order.cancelled'));
});

it('end when the receiver says 410, and are replaced under one address', async () => {
  statuses = () => 410;
  system = await bench('erp', quick);
  await system.api.post('/webhooks', { url: listening.url, secret });
  const again = await system.api.post('/webhooks', { url: listening.url, secret, events: ['order.allocated'] });
  expect(again.status).toBe(200);
  expect((await system.api.get('/webhooks')).body.webhooks).toEqual([
    { id: again.body.id, url: listening.url, events: ['order.allocated'] },
  ]);
  await system.api.post('/orders', order('D-1-aaaa'));
  await until(
    async () => (await system.api.get('/webhooks')).body.webhooks,
    (list) => list.length === 0,
  );
  expect((await system.api.post('/webhooks', { url: listening.url, events: ['order.eaten'] })).status).toBe(422);
  expect(
    (await system.api.post('/webhooks', { url: listening.url, secret: 'short' })).body.error.details.fields[0].path,
  ).toBe('secret');
});

it('can be delayed, dropped and doubled', async () => {
  system = await bench('erp', quick);
  await system.api.post('/webhooks', { url: listening.url, secret, events: ['order.cancelled'] });
  for (let n = 1; n <= 3; n += 1) await system.api.post('/orders', order(`D-${n}-aaaa`));
  await system.control.post('/_control/faults', { kind: 'drop_webhooks', count: 1 });
  await system.api.post('/orders/SO-000001/cancel');
  expect(await counts()).toMatchObject({ pending: 0, delivered: 0 });
  await system.control.post('/_control/faults', { kind: 'duplicate_webhooks', count: 1 });
  await system.api.post('/orders/SO-000002/cancel');
  const twice = await received(2);
  expect(new Set(twice.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  await system.control.post('/_control/faults', { kind: 'delay_webhooks', ms: 300 });
  const before = Date.now();
  await system.api.post('/orders/SO-000003/cancel');
  await received(3);
  expect(Date.now() - before).toBeGreaterThanOrEqual(290);
});
