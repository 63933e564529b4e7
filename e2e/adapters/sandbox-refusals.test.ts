import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { memoryOfBench } from '../../worker/src/systems/conformance/bench.ts';
import { failureOf, newExternalId } from '../../worker/src/systems/conformance/documents.ts';
import { salesOrder } from '../../worker/src/systems/erp/conformance/orders.ts';
import { SandboxErp } from '../../worker/src/systems/erp/sandbox/sandbox-erp.ts';
import { examineSandbox } from '../../worker/src/systems/sandbox/examination.ts';
import { fault, heal, set } from '../demo/back-office-control.ts';
import { type TestBackOffice, testBackOffice } from './sandbox.ts';
import { SANDBOX_WORDS } from './subjects/sandbox-erp.ts';

/** What the sandbox ERP does beside what every system may do. */
let backOffice: TestBackOffice;
let erp: SandboxErp;
const { signal } = new AbortController();

beforeAll(async () => {
  backOffice = await testBackOffice();
  erp = newErp(backOffice.secrets.erpClient);
});
afterEach(async () => {
  await heal(backOffice);
  await set(backOffice, 'erp', { duplicate_detection: false });
});
afterAll(() => backOffice.stop());

function newErp(clientSecret: string): SandboxErp {
  const access = { url: backOffice.erpUrl, clientId: 'causeway', clientSecret };
  return new SandboxErp(access, { memory: memoryOfBench(), now: Date.now });
}

async function create(externalId = newExternalId()): Promise<unknown[]> {
  const { category, phase } = await failureOf(erp.createOrder(salesOrder(SANDBOX_WORDS, externalId), signal));
  return [category, phase];
}

test('with its duplicate detection a second order is refused as one', async () => {
  const externalId = newExternalId();
  await erp.createOrder(salesOrder(SANDBOX_WORDS, externalId), signal);
  await set(backOffice, 'erp', { duplicate_detection: true });
  expect(await create(externalId)).toEqual(['duplicate', 'before_send']);
});

test.each([
  [{ kind: 'html' }, ['connection', 'after_send']],
  [{ kind: 'refuse_everything' }, ['validation', 'before_send']],
  [{ kind: 'reset_before' }, ['connection', 'during_send']],
])('%o', async (played, expected) => {
  await fault(backOffice, 'erp', played);
  expect(await create()).toEqual(expected);
});

test('a look at it finds the door, the sign-in, the clock and unknown words', async () => {
  const references = {
    skus: ['SKU-001', 'NOPE-1'],
    taxCodes: ['STD'],
    paymentMethods: ['BARTER'],
    shippingMethods: [],
  };
  const found = await examineSandbox(erp, references, signal, Date.now);
  expect(found.map(({ check, result }) => [check, result])).toEqual([
    ['reachable', 'ok'],
    ['clock', 'ok'],
    ['sign_in', 'ok'],
    ['reference_data', 'failed'],
    ['quota', 'not_checked'],
  ]);
  expect(found[3]?.detail).toBe('not known here: payment method BARTER, SKU NOPE-1');
  const stranger = await examineSandbox(newErp('wrong-secret'), references, signal, Date.now);
  expect(stranger.at(-1)).toMatchObject({ check: 'sign_in', result: 'failed' });
  await fault(backOffice, 'erp', { kind: 'down' });
  expect(await examineSandbox(erp, references, signal, Date.now)).toMatchObject([
    { check: 'reachable', result: 'failed' },
  ]);
});
