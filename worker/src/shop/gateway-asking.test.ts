import { expect, test } from 'vitest';
import { heard } from '../engine/conformance/rig.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { eventually, gatewayRig } from './rehearsal/gateway-rig.ts';
import { refusal } from './rehearsal/model-shop.ts';

const rig = gatewayRig();

test('asked for subjects, the shop says what it has; found looks are durable before the answer', async () => {
  rig.shop.change('order/1', { open: false });
  rig.openGateway();
  await rig.isServing();
  rig.shop.change('order/2');
  const found = await rig.gateway.ask(['order/1', 'order/2', 'order/3']);
  expect([...found].map(([subject, event]) => [subject, event?.data.rev ?? null]).sort()).toEqual([
    ['order/1', 1],
    ['order/2', 1],
    ['order/3', null],
  ]);
  expect(heard(rig.engine, 'order/2')).toContain('look:1');
});

test('asked for subjects, a shop that is gone, taken or not live is said to be so', async () => {
  rig.openGateway();
  await rig.isServing();
  rig.shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
  await expect(rig.gateway.ask(['order/1'])).rejects.toMatchObject({
    message: "the shop can't be reached",
    since: expect.any(Number),
  });
  rig.shop.failures.push(refusal('causeway_busy'));
  expect(await rig.gateway.ask(['order/1'])).toEqual(new Map([['order/1', null]]));
  rig.shop.goLiveAt = null;
  await expect(rig.gateway.ask(['order/1'])).rejects.toThrow('the shop is not live');
  await rig.gateway.stop();
  await expect(rig.gateway.ask(['order/1'])).rejects.toThrow('the worker is stopping');
});

test('transcripts that staff asked for are told at once, once, and again where the exchange got lost', async () => {
  rig.openGateway();
  await rig.isServing();
  const told = () => rig.shop.requests.flatMap(({ transcripts }) => transcripts?.map(({ subject }) => subject) ?? []);
  rig.shop.curious = ['order/1', 'system/erp'];
  rig.gateway.ring();
  await eventually(() => expect(told()).toEqual(['order/1', 'system/erp']));
  await eventually(() => expect(rig.shop.curious).toEqual([]));
  rig.shop.curious = ['order/2'];
  // The exchange that asks goes well, the next, which tells, doesn't.
  rig.shop.failures.push(undefined, new SystemFailure('connection', 'during_send', 'gone'));
  rig.gateway.ring();
  await eventually(() => expect(told().slice(2)).toEqual(['order/2', 'order/2']));
  expect(rig.gateway.state).toBe('serving');
});

test('of which stocks a shop was told nothing is asked when it is due, and heard', async () => {
  const heardOf: (readonly string[])[] = [];
  let isDue = false;
  const untold = { isDue: () => isDue, take: async (skus: readonly string[]) => void heardOf.push(skus) };
  rig.shop.untold.push('TEA');
  rig.openGateway({ untold });
  await rig.isServing();
  expect(heardOf).toEqual([]);
  isDue = true;
  rig.gateway.ring();
  await eventually(() => expect(heardOf).toContainEqual(['TEA']));
});

test('past orders come page by page beside the ordinary work, and leave nothing in the engine', async () => {
  rig.shop.past = [1, 2, 3, 4, 5].map((nr) => {
    return { subject: `order/${nr}`, created_at: nr * 1000, snapshot: null, snapshot_bytes: 0, known: null };
  });
  rig.openGateway();
  await rig.isServing();
  const seen: string[] = [];
  for await (const { subject } of rig.gateway.past({ from: 2000, before: 6000 }, new AbortController().signal)) {
    seen.push(subject);
    if (seen.length === 1) rig.shop.change('order/9');
  }
  expect(seen).toEqual(['order/2', 'order/3', 'order/4', 'order/5']);
  const pages = rig.shop.requests.filter(({ ask }) => ask.past !== undefined);
  expect(pages.map(({ ask }) => [ask.past?.after, ask.rows])).toEqual([
    ['', 200],
    ['3000.3', 200],
  ]);
  await eventually(() => expect(heard(rig.engine, 'order/9')).toEqual(['look:1']));
  expect(heard(rig.engine, 'order/2')).toEqual([]);
});

test('a walk ends where the shop is gone, too old, or the worker stops; what else is exchanged goes on', async () => {
  rig.openGateway();
  await rig.isServing();
  const walk = async () => {
    for await (const order of rig.gateway.past({ from: 0, before: 1 }, new AbortController().signal)) return order;
    return null;
  };
  rig.shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
  await expect(walk()).rejects.toMatchObject({ message: "the shop can't be reached", since: expect.any(Number) });
  rig.shop.failures.push(refusal('causeway_busy'));
  expect(await walk()).toBe(null);
  rig.shop.past = null;
  await expect(walk()).rejects.toThrow('too old');
  expect(rig.gateway.state).toBe('serving');
  await rig.gateway.stop();
  await expect(walk()).rejects.toThrow('the worker is stopping');
});
