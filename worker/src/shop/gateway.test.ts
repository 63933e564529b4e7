import { expect, test } from 'vitest';
import { heard, tell } from '../engine/conformance/rig.ts';
import { eventually, gatewayRig, other } from './rehearsal/gateway-rig.ts';

const rig = gatewayRig();

test('the first exchange only asks for the lease; rows come after, and are acknowledged once they are durable', async () => {
  rig.shop.change('order/1');
  rig.openGateway();
  expect([rig.gateway.state, rig.gateway.whyCallsWait]).toEqual(['asking', null]);
  await rig.isServing();
  expect(rig.shop.requests[0]).toMatchObject({ lease: { epoch: 0 }, ask: { rows: 0, open_after: null }, effects: [] });
  expect(rig.shop.requests[1]).toMatchObject({ lease: { epoch: 1 }, ask: { rows: 200 }, ack: { rows: [] } });
  expect(rig.shop.requests[2]).toMatchObject({ ack: { rows: [1] } });
  expect(heard(rig.engine, 'order/1')).toEqual(['look:1']);
  expect(rig.engine.line('DEMO')).toEqual({ epoch: 1, shopId: rig.shop.id, incarnation: 1, recovering: false });
});

test('a shop is told whether its returns are followed, with every exchange, where the worker knows', async () => {
  rig.openGateway({ returns: { customer_days: 30 } });
  await rig.isServing();
  await rig.gateway.stop();
  const before = rig.shop.requests.length;
  rig.openGateway();
  await rig.isServing();
  expect(rig.shop.requests.slice(0, before).map(({ returns }) => returns?.customer_days)).toEqual(
    Array(before).fill(30),
  );
  expect(rig.shop.requests.slice(before).every((request) => !('returns' in request))).toBe(true);
});

test('a plain restart goes on where it was and loads nothing again', async () => {
  rig.shop.change('order/1');
  rig.openGateway();
  await rig.isServing();
  await rig.gateway.stop();
  await rig.engine.stop();
  rig.openEngine();
  const before = rig.shop.requests.length;
  rig.shop.change('order/2');
  rig.openGateway();
  await rig.isServing();
  const after = rig.shop.requests.slice(before);
  expect(after.some(({ ask }) => ask.open_after !== null || ask.looks.length > 0)).toBe(false);
  expect([heard(rig.engine, 'order/1'), heard(rig.engine, 'order/2')]).toEqual([['look:1'], ['look:1']]);
  expect(rig.engine.line('DEMO').epoch).toBe(1);
});

test('a shop that is not live has nothing to load', async () => {
  rig.shop.goLiveAt = null;
  await other(rig.shop);
  rig.openGateway();
  await rig.isServing();
  expect(rig.engine.line('DEMO')).toMatchObject({ epoch: 2, recovering: false });
});

test('a stop gives the lease back, but not while a call is out that a successor could not find yet', async () => {
  rig.openGateway();
  await rig.isServing();
  await rig.gateway.stop();
  expect(rig.shop.leaseRuns).toBe(false);
  rig.openGateway();
  await rig.isServing();
  rig.outside.hold = true;
  await rig.engine.submit([tell('order/1', { note: 'a', calls: ['out'] })]);
  await eventually(() => expect(rig.outside.held.size).toBe(1));
  const stopped = rig.gateway.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rig.shop.leaseRuns).toBe(true);
  rig.outside.held.get('out')?.({ kind: 'ok', reply: null });
  await stopped;
  expect(rig.shop.leaseRuns).toBe(false);
});
