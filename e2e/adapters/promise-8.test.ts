import type { Json } from '@causeway/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDispatch, type WayOut } from '../../worker/src/dispatch/dispatch.ts';
import { memoryOfBench } from '../../worker/src/systems/conformance/bench.ts';
import { newExternalId } from '../../worker/src/systems/conformance/documents.ts';
import { salesOrder } from '../../worker/src/systems/erp/conformance/orders.ts';
import { openSystem } from '../../worker/src/systems/open.ts';
import { BUILT_IN } from '../../worker/src/systems/registry.ts';
import { readSystem } from '../../worker/src/systems/settings.ts';
import type { OutsideSystem, Role } from '../../worker/src/systems/system.ts';
import { fault, heal } from '../demo/back-office-control.ts';
import { type TestBackOffice, testBackOffice } from './sandbox.ts';
import { SANDBOX_WORDS } from './subjects/sandbox-erp.ts';

/** Adapters, dispatch and real sockets, against a sandbox that says "too many", "later", or nothing. */
let backOffice: TestBackOffice;
let systems: Record<Role, OutsideSystem>;
let wayOut: WayOut;
/** When each request went over a system's line, ms. */
let line: Record<Role, number[]>;
let calls = 0;

beforeAll(async () => {
  backOffice = await testBackOffice();
});
beforeEach(async () => {
  line = { erp: [], wms: [] };
  systems = { erp: opened('erp'), wms: opened('wms') };
  wayOut = openDispatch({
    system: (_, role) => systems[role as Role],
    veto: () => null,
    leaseLeftMs: () => Number.POSITIVE_INFINITY,
    now: Date.now,
    overhear: (_call, _system, work) => work(),
    observe: () => undefined,
  });
  // Signed in, so that each call from here on is one request.
  await Promise.all([find('erp'), find('wms')]);
  line = { erp: [], wms: [] };
});
afterEach(() => heal(backOffice));
afterAll(() => backOffice.stop());

function opened(role: Role): OutsideSystem {
  const secrets: Record<string, string> = {};
  const raw = backOffice.systems((name, secret) => {
    secrets[name] = secret;
    return name;
  })[role];
  const settings = readSystem({ ...raw, timeoutSeconds: 5 }, BUILT_IN);
  if (!settings.success) throw new Error(JSON.stringify(settings.error.issues));
  const keep = () => {
    line[role].push(Date.now());
    wayOut?.heard(role);
  };
  const surroundings = { name: role, now: Date.now, memory: memoryOfBench(), recorder: { keep } };
  return openSystem(settings.data, { ...surroundings, secret: (file) => secrets[file] ?? '' });
}

function send(role: Role, operation: string, request: Json) {
  calls += 1;
  const key = `${operation}#${calls}`;
  const call = { key, role, operation, request };
  return wayOut({ id: key, shop: 'DEMO', subject: 'order/1', call, firstAttempt: true }, new AbortController().signal);
}
const find = (role: Role) =>
  send(role, role === 'erp' ? 'find_orders' : 'find_releases', { externalId: 'DEMO-1-0000' });
const create = (externalId: string) =>
  send('erp', 'create_order', { order: salesOrder(SANDBOX_WORDS, externalId) } as unknown as Json);

/** What is asked meanwhile must be asked before it is over, on a busy machine too. */
const PAUSE_S = 5;

async function until(at: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
}

test.each([
  [{ kind: 'rate_limit', retry_after_s: PAUSE_S }],
  [{ kind: 'error', status: 503, retry_after_s: PAUSE_S, method: 'GET' }],
])(
  'promise 8: %o spends no attempt; nothing goes before its second is over, and the warehouse does not notice',
  async (played) => {
    await fault(backOffice, 'erp', { ...played, count: 1 });
    const asked = Date.now();
    const first = await find('erp');
    if (first.kind !== 'waiting') throw new Error(`it was ${first.kind}`);
    expect(first.at).toBeGreaterThanOrEqual(asked + PAUSE_S * 1000);
    expect(await find('erp')).toMatchObject({ kind: 'waiting', at: first.at });
    expect(await find('wms')).toMatchObject({ kind: 'ok' });
    expect([line.erp.length, line.wms.length]).toEqual([1, 1]);
    await until(first.at);
    expect(await find('erp')).toMatchObject({ kind: 'ok' });
    expect(line.erp.length).toBe(2);
  },
);

test('promise 2: an order that was created before the 503 came is never sent again for its Retry-After', async () => {
  await fault(backOffice, 'erp', {
    kind: 'error',
    status: 503,
    retry_after_s: PAUSE_S,
    after_commit: true,
    method: 'POST',
    count: 1,
  });
  const externalId = newExternalId();
  expect(await create(externalId)).toMatchObject({ category: 'unknown_outcome', retryAfterMs: PAUSE_S * 1000 });
  const later = await send('erp', 'find_orders', { externalId });
  if (later.kind !== 'waiting') throw new Error(`it was ${later.kind}`);
  await until(later.at);
  expect(await send('erp', 'find_orders', { externalId })).toMatchObject({
    kind: 'ok',
    reply: { orders: [{ externalId }] },
  });
});

test('promise 8: an ERP that is down is left alone and probed; a warehouse beside it is served meanwhile', async () => {
  await fault(backOffice, 'erp', { kind: 'down' });
  for (let failures = 0; failures < 5; failures += 1)
    expect(await find('erp')).toMatchObject({ category: 'connection' });
  const held = await find('erp');
  if (held.kind !== 'waiting') throw new Error(`it was ${held.kind}`);
  expect(line.erp.length).toBe(5);
  expect(await find('wms')).toMatchObject({ kind: 'ok' });
  await heal(backOffice);
  await until(held.at);
  expect(await find('erp')).toMatchObject({ kind: 'ok' });
  expect(wayOut.standing(systems.erp).breaker).toBe('closed');
});
