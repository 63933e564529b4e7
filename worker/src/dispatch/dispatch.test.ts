import type { Category, Json, Phase } from '@causeway/contracts';
import { expect, test, vi } from 'vitest';
import type { OutboundCall } from '../engine/engine.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { PROTECTION } from '../systems/limits.ts';
import type { Operation, OutsideSystem } from '../systems/system.ts';
import { type DispatchPorts, openDispatch } from './dispatch.ts';

function system(operation: Operation, limits: Partial<OutsideSystem> = {}): OutsideSystem {
  return {
    name: 'erp',
    role: 'erp',
    operations: { create_order: operation, find_orders: operation },
    acting: new Set(['create_order']),
    timeoutMs: 50,
    callsAtOnce: 2,
    pollEverySeconds: 60,
    changedSince: async () => ({ externalIds: [], cursor: '' }),
    receive: () => ({ id: '', externalIds: [] }),
    adapter: 'test-erp',
    examine: async () => [],
    upkeep: null,
    ...limits,
  };
}

function call(operation = 'create_order', shop = 'DEMO', request: Json = {}): OutboundCall {
  const key = `${operation}#1`;
  return {
    id: `${shop}/order/1#${key}`,
    shop,
    subject: 'order/1',
    call: { key, role: 'erp', operation, request },
    firstAttempt: true,
  };
}

function wayOut(erp: OutsideSystem, ports: Partial<DispatchPorts> = {}) {
  return openDispatch({
    system: () => erp,
    veto: () => null,
    leaseLeftMs: () => 180_000,
    now: () => 1000,
    overhear: (_call, _system, work) => work(),
    observe: () => undefined,
    ...ports,
  });
}

function open(erp: OutsideSystem, ports: Partial<DispatchPorts> = {}) {
  const never = new AbortController().signal;
  const dispatch = wayOut(erp, ports);
  return (outbound: OutboundCall, signal = never) => dispatch(outbound, signal);
}

const throwing = (category: Category, phase: Phase, retryAfterMs: number | null = null) =>
  system(() => Promise.reject(new SystemFailure(category, phase, 'why', retryAfterMs)));

test('a reply is a reply', async () => {
  expect(await open(system(async (request) => ({ got: request })))(call('create_order', 'DEMO', 7))).toEqual({
    kind: 'ok',
    reply: { got: 7 },
  });
});

test('each call is overheard whole: whose it is, at which system, and how it ended', async () => {
  const heard: string[] = [];
  const overhear: DispatchPorts['overhear'] = async ({ subject, call: { key } }, name, work) => {
    heard.push(`${name} ${subject} ${key}`);
    const result = await work();
    heard.push(result.kind === 'failed' ? result.category : result.kind);
    return result;
  };
  const erp = system(async () => {
    heard.push('asked');
    throw new SystemFailure('validation', 'before_send', 'why');
  });
  await open(erp, { overhear })(call());
  expect(heard).toEqual(['erp order/1 create_order#1', 'asked', 'validation']);
});

test('a timeout of what acts is an unknown outcome, of a look-up a timeout, and both cut the connection', async () => {
  const cut: boolean[] = [];
  const hanging = system((_, signal) => new Promise(() => signal.addEventListener('abort', () => cut.push(true))));
  expect(await open(hanging)(call('create_order'))).toMatchObject({
    category: 'unknown_outcome',
    phase: 'during_send',
  });
  expect(await open(hanging)(call('find_orders'))).toMatchObject({ category: 'timeout' });
  expect(cut).toEqual([true, true]);
});

test('a worker that stops cuts the connections of what is out', async () => {
  const stop = new AbortController();
  const cut: unknown[] = [];
  const hanging = system(
    (_, signal) => {
      setTimeout(() => stop.abort());
      return new Promise(() => signal.addEventListener('abort', () => cut.push(signal.reason)));
    },
    { timeoutMs: 60_000 },
  );
  const result = await open(hanging)(call('create_order'), stop.signal);
  expect(result).toMatchObject({ category: 'unknown_outcome', phase: 'during_send' });
  expect(cut).toEqual([stop.signal.reason]);
});

test('a connection that broke after the send is an unknown outcome only for what acts', async () => {
  const broken = throwing('connection', 'during_send');
  expect(await open(broken)(call('create_order'))).toMatchObject({ category: 'unknown_outcome', phase: 'during_send' });
  expect(await open(broken)(call('find_orders'))).toMatchObject({ category: 'connection' });
  expect(await open(throwing('connection', 'before_send'))(call())).toMatchObject({
    category: 'connection',
    phase: 'before_send',
  });
});

test("an adapter's own timeout of what acts is an unknown outcome too, unless nothing was sent", async () => {
  const late = throwing('timeout', 'during_send');
  expect(await open(late)(call('create_order'))).toMatchObject({ category: 'unknown_outcome', phase: 'during_send' });
  expect(await open(late)(call('find_orders'))).toMatchObject({ category: 'timeout' });
  expect(await open(throwing('timeout', 'before_send'))(call())).toMatchObject({ category: 'timeout' });
});

test('what the system said of the failure reaches the flow as it is', async () => {
  expect(await open(throwing('validation', 'after_send', 1500))(call())).toEqual({
    kind: 'failed',
    category: 'validation',
    phase: 'after_send',
    message: 'why',
    retryAfterMs: 1500,
  });
});

test('promise 8: calls in the queue of a system that asks for a pause are not sent either', async () => {
  let calls = 0;
  const erp = system(
    () => {
      calls += 1;
      return Promise.reject(new SystemFailure('rate_limit', 'before_send', '429', 10 * 24 * 3_600_000));
    },
    { callsAtOnce: 1 },
  );
  const send = open(erp);
  const [first, second] = await Promise.all([send(call('find_orders', 'A')), send(call('find_orders', 'B'))]);
  expect(calls).toBe(1);
  expect([first, second]).toMatchObject([
    { kind: 'waiting', at: 3_601_000 },
    { kind: 'waiting', at: 3_601_000 },
  ]);
});

test('promise 8: throttling spends no attempt, and the whole system waits as long as it asked', async () => {
  let now = 1000;
  let calls = 0;
  const erp = system(() => {
    calls += 1;
    return calls === 1
      ? Promise.reject(new SystemFailure('rate_limit', 'before_send', '429', 3000))
      : Promise.resolve({});
  });
  const send = open(erp, { now: () => now });
  expect(await send(call())).toMatchObject({ kind: 'waiting', at: 4000 });
  expect(await send(call('find_orders'))).toMatchObject({ kind: 'waiting', at: 4000 });
  expect(calls).toBe(1);
  now = 4000;
  expect(await send(call())).toMatchObject({ kind: 'ok' });
});

test('promise 2: no call for a shop goes out while something speaks against it; others go on', async () => {
  const sent: string[] = [];
  const erp = system(async (request) => sent.push(String(request)));
  const veto = (shop: string) => (shop === 'DEMO' ? 'its orders are being loaded again' : null);
  const dispatch = open(erp, { veto, leaseLeftMs: () => 0 });
  expect(await dispatch(call('create_order', 'DEMO', 'demo'))).toEqual({
    kind: 'waiting',
    at: 2000,
    why: 'its orders are being loaded again',
  });
  expect(await open(erp, { veto })(call('create_order', 'ALT', 'alt'))).toMatchObject({ kind: 'ok' });
  expect(sent).toEqual(['alt']);
});

test('promise 8: a call that its shop kept back took no other’s place: neither in the rate nor as the probe', async () => {
  let now = 1000;
  let isDown = true;
  const erp = system(
    async () => {
      if (isDown) throw new SystemFailure('connection', 'before_send', 'gone');
      return {};
    },
    { protection: { ...PROTECTION, rates: [{ requests: 6, perSeconds: 3600, burst: 6 }] } },
  );
  const send = open(erp, { now: () => now, veto: (shop) => (shop === 'DEMO' ? 'it is being loaded' : null) });
  for (let n = 0; n < 5; n += 1) await send(call('create_order', 'ALT'));
  isDown = false;
  now += 1000;
  for (let n = 0; n < 3; n += 1) expect(await send(call())).toMatchObject({ why: 'it is being loaded' });
  expect(await send(call('create_order', 'ALT'))).toMatchObject({ kind: 'ok' });
});

test('promise 2: no call goes out on a lease that is shorter than the call may take', async () => {
  let calls = 0;
  const erp = system(async () => {
    calls += 1;
    return {};
  });
  expect(await open(erp, { leaseLeftMs: () => 50 })(call())).toMatchObject({ kind: 'waiting' });
  expect(calls).toBe(0);
  expect(await open(erp, { leaseLeftMs: () => 51 })(call())).toMatchObject({ kind: 'ok' });
});

test('promise 8: at most so many at once, and one shop’s flood starves no other', async () => {
  const order: string[] = [];
  let atOnce = 0;
  let most = 0;
  const erp = system(
    async (request) => {
      most = Math.max(most, ++atOnce);
      order.push(String(request));
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      return {};
    },
    { callsAtOnce: 1, timeoutMs: 1000 },
  );
  const send = open(erp);
  const flood = ['a1', 'a2', 'a3', 'a4'].map((name) => send(call('find_orders', 'A', name)));
  const other = send(call('find_orders', 'B', 'b1'));
  await Promise.all([...flood, other]);
  expect(most).toBe(1);
  expect(order.indexOf('b1')).toBeLessThanOrEqual(2);
});

test('one more for every four waits at the door: it leaves as a reply comes; a system that takes one gets one', async () => {
  const replies: (() => void)[] = [];
  const erp = system(() => new Promise((resolve) => replies.push(() => resolve({}))), {
    callsAtOnce: 4,
    timeoutMs: 1000,
  });
  const way = wayOut(erp);
  expect(way.road('DEMO', 'erp')?.atOnce).toBe(5);
  const never = new AbortController().signal;
  const sent = Array.from({ length: 5 }, () => way(call('find_orders'), never));
  await vi.waitFor(() => expect(replies).toHaveLength(4));
  replies[0]?.();
  await vi.waitFor(() => expect(replies).toHaveLength(5));
  for (const reply of replies) reply();
  await Promise.all(sent);
  expect(wayOut(system(async () => ({}), { callsAtOnce: 1 })).road('DEMO', 'erp')?.atOnce).toBe(1);
});

test('a call that is stopped while it waits for its turn was not sent', async () => {
  let calls = 0;
  const erp = system(
    () => {
      calls += 1;
      return new Promise((resolve) => setTimeout(() => resolve({}), 30));
    },
    { callsAtOnce: 1 },
  );
  const send = open(erp);
  const stop = new AbortController();
  const first = send(call('find_orders'));
  const second = send(call('create_order'), stop.signal);
  stop.abort();
  expect(await second).toMatchObject({ kind: 'waiting' });
  expect(await first).toMatchObject({ kind: 'ok' });
  expect(calls).toBe(1);
});

test('a defect of an adapter is internal, after the send, and quotes nothing', async () => {
  const outcome = await open(system(() => Promise.reject(new TypeError('frieda@example.test is undefined'))))(call());
  expect(outcome).toMatchObject({ kind: 'failed', category: 'internal', phase: 'after_send' });
  expect(JSON.stringify(outcome)).not.toContain('frieda');
});

test('a role or operation that no system plays is said plainly', async () => {
  const outcome = await open(system(async () => ({})))(call('reticulate'));
  expect(outcome).toMatchObject({
    category: 'internal',
    phase: 'before_send',
    message: 'no configured system does "erp.reticulate"',
  });
});
