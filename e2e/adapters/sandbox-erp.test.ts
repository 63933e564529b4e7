import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SystemFailure } from '../../worker/src/policy/system-failure.ts';
import { SandboxErp } from '../../worker/src/systems/erp/sandbox/sandbox-erp.ts';
import { salesOrder } from './documents.ts';
import { type TestBackOffice, testBackOffice } from './sandbox.ts';

let backOffice: TestBackOffice;
let erp: SandboxErp;
let orders = 0;
const { signal } = new AbortController();
const nextId = () => `DEMO-${2000 + ++orders}-9f3a`;

beforeAll(async () => {
  backOffice = await testBackOffice();
  erp = newErp();
});
afterEach(async () => {
  await backOffice.heal();
  await backOffice.setting('erp', { duplicate_detection: false, allocate_after_ms: 200 });
});
afterAll(() => backOffice.stop());

function newErp(clientSecret = backOffice.secrets.erpClient): SandboxErp {
  return new SandboxErp(
    { url: backOffice.erpUrl, clientId: 'causeway', clientSecret },
    {
      memory: { read: () => null, write: () => undefined },
      now: Date.now,
    },
  );
}

const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => expect.fail('it went through'),
    (error: SystemFailure) => error,
  );
const kindOf = async (sent: Promise<unknown>) => {
  const { category, phase } = await failure(sent);
  return [category, phase];
};

test('an order with discount, shipping and rounding is taken and read back, total to the cent', async () => {
  const externalId = nextId();
  const created = await erp.createOrder(salesOrder(externalId), signal);
  expect(created).toMatchObject({ externalId, status: 'open', totalMinor: 4545, currency: 'EUR' });
  expect(await erp.findOrders(externalId, signal)).toMatchObject([{ number: created.number, totalMinor: 4545 }]);
  expect(await erp.findOrders('DEMO-1-0000', signal)).toEqual([]);
});

test('duplicate detection on: "duplicate", off: a second document that a look-up shows', async () => {
  const externalId = nextId();
  await erp.createOrder(salesOrder(externalId), signal);
  await backOffice.setting('erp', { duplicate_detection: true });
  expect(await kindOf(erp.createOrder(salesOrder(externalId), signal))).toEqual(['duplicate', 'before_send']);
  await backOffice.setting('erp', { duplicate_detection: false });
  await erp.createOrder(salesOrder(externalId), signal);
  expect(await erp.findOrders(externalId, signal)).toHaveLength(2);
});

test('a reset after the commit may have acted, and it did: the look-up finds the order', async () => {
  const externalId = nextId();
  await backOffice.fault('erp', { kind: 'reset_after_commit', count: 1 });
  expect(await kindOf(erp.createOrder(salesOrder(externalId), signal))).toEqual(['connection', 'during_send']);
  expect(await erp.findOrders(externalId, signal)).toHaveLength(1);
});

test('failures say what they are and whether the ERP may have acted', async () => {
  const send = () => kindOf(erp.createOrder(salesOrder(nextId()), signal));
  const plays: Array<[object, string[]]> = [
    [{ kind: 'error', status: 500 }, ['connection', 'after_send']],
    [{ kind: 'html' }, ['connection', 'after_send']],
    [{ kind: 'truncate' }, ['parse', 'after_send']],
    [{ kind: 'rate_limit', retry_after_s: 3 }, ['rate_limit', 'before_send']],
    [{ kind: 'refuse_everything' }, ['validation', 'before_send']],
    [{ kind: 'down' }, ['connection', 'before_send']],
  ];
  for (const [fault, expected] of plays) {
    await backOffice.fault('erp', fault);
    expect([fault, await send()]).toEqual([fault, expected]);
    await backOffice.heal();
  }
});

test('Retry-After is told to the millisecond', async () => {
  await backOffice.fault('erp', { kind: 'rate_limit', retry_after_s: 3 });
  expect((await failure(erp.createOrder(salesOrder(nextId()), signal))).retryAfterMs).toBe(3000);
});

test('an expired sign-in is renewed once, for many callers, and nobody notices', async () => {
  await erp.findOrders(nextId(), signal);
  await backOffice.fault('erp', { kind: 'expired_sign_in' });
  const found = await Promise.all(Array.from({ length: 8 }, () => erp.findOrders(nextId(), signal)));
  expect(found).toEqual(Array.from({ length: 8 }, () => []));
});

test('a wrong secret is an authentication failure and names none', async () => {
  const error = await failure(newErp('wrong-secret').findOrders(nextId(), signal));
  expect(error.category).toBe('authentication');
  expect(error.message).not.toContain('wrong-secret');
});

test('an unknown SKU is a missing reference that names it', async () => {
  const order = salesOrder(nextId());
  const lines = order.lines.map((line) => (line.kind === 'item' ? { ...line, sku: 'NOPE-1' } : line));
  const error = await failure(erp.createOrder({ ...order, lines }, signal));
  expect(error.category).toBe('missing_reference');
  expect(error.message).toContain('NOPE-1');
});

test('a cancelled order can be read as cancelled', async () => {
  await backOffice.setting('erp', { allocate_after_ms: 60_000 });
  const externalId = nextId();
  const { id } = await erp.createOrder(salesOrder(externalId), signal);
  expect((await erp.cancelOrder(id, signal)).status).toBe('cancelled');
  expect(await erp.findOrders(externalId, signal)).toMatchObject([{ status: 'cancelled' }]);
});

test('changes come by cursor, none skipped', async () => {
  const start = (await erp.changedSince(null, signal)).cursor;
  const ids = [nextId(), nextId(), nextId()];
  for (const id of ids) await erp.createOrder(salesOrder(id), signal);
  const { externalIds, cursor } = await erp.changedSince(start, signal);
  expect(externalIds).toEqual(expect.arrayContaining(ids));
  expect(cursor).not.toBe(start);
});
