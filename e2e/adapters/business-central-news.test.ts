import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { IntakeServer } from '../../worker/src/intake/server.ts';
import { webhookRoute } from '../../worker/src/intake/webhooks.ts';
import { memoryOfBench } from '../../worker/src/systems/conformance/bench.ts';
import { failureOf, newExternalId } from '../../worker/src/systems/conformance/documents.ts';
import type { Settings } from '../../worker/src/systems/erp/business-central/settings.ts';
import { salesOrder } from '../../worker/src/systems/erp/conformance/orders.ts';
import type { Finding } from '../../worker/src/systems/examination.ts';
import type { OutsideSystem } from '../../worker/src/systems/system.ts';
import { type BusinessCentral, startBusinessCentral } from '../vendors/business-central/running.ts';
import { BUSINESS_CENTRAL_WORDS, openErp, settingsOf } from './subjects/business-central.ts';

const DAY_MS = 24 * 3600_000;
const polled: string[] = [];
const counted: string[] = [];
let folder: string;
let server: BusinessCentral;
let intake: IntakeServer;
let notificationUrl: string;
/** What our door is opened with; the subscription's own secret is `secret of hook`. */
let door: string;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-business-central-'));
  server = await startBusinessCentral({ folder, configuration: { webhooks: { delay_ms: 0 } } });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  polled.length = counted.length = 0;
  door = 'hook';
  const receive: OutsideSystem['receive'] = (delivery) => {
    const { receive: believe } = open({ webhookSecretFile: door });
    if (believe === undefined) throw new Error('it receives nothing');
    return believe(delivery);
  };
  const system = { name: 'erp', role: 'erp', receive } as unknown as OutsideSystem;
  const route = webhookRoute({
    announcements: { take: async () => 'foreign' },
    systems: new Map([['erp', system]]),
    poll: (name) => void polled.push(name),
    log: { warn: () => undefined } as never,
    count: (_door, _system, outcome) => void counted.push(outcome),
  });
  intake = new IntakeServer({ hooks: route }, (error) => expect.fail(String(error)));
  notificationUrl = `http://127.0.0.1:${await intake.listen('127.0.0.1', 0)}/hooks/erp`;
});
afterEach(() => intake.close());

const open = (change: Partial<Settings> = {}, now = Date.now) =>
  openErp(server, { ...settingsOf(server), ...change }, memoryOfBench(), undefined, now);
const subscribed = (now?: () => number) =>
  open({ notificationUrl, webhookSecretFile: 'hook' }, now).upkeep?.(signal) ?? expect.fail('nothing to keep up');
const order = () => salesOrder(BUSINESS_CENTRAL_WORDS, newExternalId());

test('it subscribes, shakes hands with our own door, and what happens there has the poll ask', async () => {
  const again = await subscribed();
  expect(again - Date.now()).toBeGreaterThan(0);
  expect(counted).toEqual(['handshake', 'handshake']);
  await subscribed();
  expect(counted).toHaveLength(2);
  await open().port.createOrder(order(), signal);
  await vi.waitFor(() => expect(polled).toContain('erp'), { timeout: 200_000 });
  expect(counted).toContain('taken');
});

test('a subscription that ends within a day is renewed, and shakes hands again', async () => {
  await subscribed();
  counted.length = 0;
  await subscribed(() => Date.now() + DAY_MS);
  expect(counted).toEqual([]);
  await subscribed(() => Date.now() + 2.5 * DAY_MS);
  expect(counted).toEqual(['handshake', 'handshake']);
});

test('after an answer that made it give us up, it is subscribed anew', async () => {
  await subscribed();
  counted.length = 0;
  door = 'another';
  await open().port.createOrder(order(), signal);
  await vi.waitFor(() => expect(counted).toContain('refused'), { timeout: 200_000 });
  expect(polled).toEqual([]);
  door = 'hook';
  await vi.waitFor(
    async () => {
      await subscribed();
      expect(counted).toContain('handshake');
    },
    { timeout: 200_000 },
  );
});

test('a door that does not answer is a failure of the upkeep, not a subscription', async () => {
  await intake.close();
  expect((await failureOf(Promise.resolve(subscribed()))).category).toBe('internal');
});

const words = {
  skus: ['CW-001'],
  taxCodes: ['STANDARD'],
  paymentMethods: ['COD'],
  shippingMethods: ['STANDARD', 'EXPRESS'],
};
const results = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ check, result }) => [check, result]));

test('doctor finds a Business Central that is as it should be', async () => {
  const findings = await open().examine(words, signal);
  expect(results(findings)).toEqual({
    reachable: 'ok',
    sign_in: 'ok',
    clock: 'ok',
    permissions: 'ok',
    reference_data: 'ok',
    quota: 'not_checked',
  });
});

test('doctor names every word that is not known there, the settings’ own too', async () => {
  const mapped = {
    ...words,
    skus: ['CW-001', 'NOPE-1'],
    taxCodes: ['LUXURY'],
    paymentMethods: ['SHELLS'],
    shippingMethods: ['DRONE'],
  };
  const lines = { ...settingsOf(server).lines, fee: { type: 'Account', number: '9999' } as const };
  const findings = await open({ lines, guestCustomerNumber: '4711', locationCode: 'MOON' }).examine(mapped, signal);
  expect(findings.find(({ check }) => check === 'reference_data')).toEqual({
    check: 'reference_data',
    result: 'failed',
    detail:
      'not known here: item NOPE-1, G/L account 9999, customer 4711, shipment method DRONE, payment term SHELLS, tax code LUXURY, location MOON',
    advice: 'Create them in Business Central, or correct the mapping and the settings.',
  });
});

test('doctor stops at a door that is closed, and says which', async () => {
  const stranger = openErp(server, settingsOf(server), memoryOfBench(), 'not-the-secret');
  expect(results(await stranger.examine(words, signal))).toEqual({ reachable: 'ok', sign_in: 'failed' });
  const elsewhere = open({ tokenUrl: 'http://127.0.0.1:1/token' });
  expect(results(await elsewhere.examine(words, signal))).toEqual({ reachable: 'failed' });
  const apart = await open({}, () => Date.now() + 10 * 60_000).examine(words, signal);
  expect(apart.find(({ check }) => check === 'clock')?.result).toBe('failed');
});
