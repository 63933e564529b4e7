import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { SystemFailure } from '../../worker/src/policy/system-failure.ts';
import { SandboxWms } from '../../worker/src/systems/wms/sandbox/sandbox-wms.ts';
import { warehouseRelease } from './documents.ts';
import { type TestBackOffice, testBackOffice } from './sandbox.ts';

let backOffice: TestBackOffice;
let wms: SandboxWms;
let releases = 0;
const { signal } = new AbortController();
const nextId = () => `DEMO-${3000 + ++releases}-9f3a`;

beforeAll(async () => {
  backOffice = await testBackOffice();
  wms = new SandboxWms({ url: backOffice.wmsUrl, apiKey: backOffice.secrets.wmsKey }, Date.now);
});
afterEach(async () => {
  await backOffice.heal();
  await backOffice.setting('wms', { pick_after_ms: 50, pack_after_ms: 50, ship_after_ms: 50 });
});
afterAll(() => backOffice.stop());

const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => expect.fail('it went through'),
    (error: SystemFailure) => error,
  );

async function shipped(externalId: string) {
  for (let tries = 0; tries < 200; tries += 1) {
    const [release] = await wms.findReleases(externalId, signal);
    if (release?.status === 'shipped') return release;
    await pause(25);
  }
  throw new Error('never shipped');
}

test('a release is taken, found, and ends shipped: lines, tracking, the time in UTC', async () => {
  const externalId = nextId();
  const { id } = await wms.createRelease(warehouseRelease(externalId), signal);
  const release = await shipped(externalId);
  expect(release.id).toBe(id);
  expect(release.shipments).toHaveLength(1);
  expect(release.shipments[0]).toMatchObject({ carrier: 'PARCELHOUSE', lines: [{ lineId: '17', quantity: '2' }] });
  expect(release.shipments[0]?.shippedAt).toMatch(/Z$/);
  const age = Math.abs(Date.now() - Date.parse(release.shipments[0]?.shippedAt ?? ''));
  expect(age).toBeLessThan(60_000);
});

test('a release can be cancelled before the pick, and is refused as a conflict after it', async () => {
  await backOffice.setting('wms', { pick_after_ms: 60_000 });
  const early = await wms.createRelease(warehouseRelease(nextId()), signal);
  expect((await wms.cancelRelease(early.id, signal)).status).toBe('cancelled');
  await backOffice.setting('wms', { pick_after_ms: 10 });
  const externalId = nextId();
  const late = await wms.createRelease(warehouseRelease(externalId), signal);
  await shipped(externalId);
  expect((await failure(wms.cancelRelease(late.id, signal))).category).toBe('conflict');
});

test('a wrong key is an authentication failure', async () => {
  const stranger = new SandboxWms({ url: backOffice.wmsUrl, apiKey: 'wrong-key' }, Date.now);
  const error = await failure(stranger.findReleases(nextId(), signal));
  expect(error.category).toBe('authentication');
  expect(error.message).not.toContain('wrong-key');
});

test('changes come by cursor', async () => {
  const start = (await wms.changedSince(null, signal)).cursor;
  const externalId = nextId();
  await wms.createRelease(warehouseRelease(externalId), signal);
  expect((await wms.changedSince(start, signal)).externalIds).toContain(externalId);
});
