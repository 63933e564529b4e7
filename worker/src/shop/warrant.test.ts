import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heard, host, Outside } from '../engine/conformance/rig.ts';
import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { openEmbeddedEngine } from '../engine/embedded/open.ts';
import { Asking } from './asking.ts';
import { CredentialStore } from './credential.ts';
import { Exchanger } from './exchanger.ts';
import { Lease } from './lease.ts';
import { WARRANT_MS } from './mysql/warrant.ts';
import { PastWalks } from './past.ts';
import { ModelShop, refusal } from './rehearsal/model-shop.ts';

let folder: string;
let shop: ModelShop;
let engine: EmbeddedEngine;
let lease: Lease;
let credentials: CredentialStore;
let exchanger: Exchanger;
let monotonicMs: number;

function openExchanger(): void {
  const credential = credentials.read('DEMO');
  if (credential === null) throw new Error('not paired');
  lease = new Lease({ monotonicMs: () => monotonicMs, wallMs: () => 0 });
  exchanger = new Exchanger('DEMO', credential, new Asking(), new PastWalks(), {
    engine,
    api: { exchange: shop.exchange },
    credentials,
    lease,
    log: pino({ level: 'silent' }),
    doorbell: null,
    readHint: () => [],
    transcriptOf: (_, subject) => ({ subject, keeps: 'errors', days: 7, entries: [] }),
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-warrant-'));
  monotonicMs = 0;
  shop = new ModelShop();
  credentials = new CredentialStore(folder);
  await credentials.write('DEMO', {
    url: 'http://127.0.0.1',
    token: 'x'.repeat(43),
    shop: shop.identity,
    ackNumber: 0,
    goLiveAt: 0,
  });
  engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), host(new Outside()));
  engine.start();
  openExchanger();
});
afterEach(async () => {
  await engine.stop(0);
  rmSync(folder, { recursive: true, force: true });
});

const exchange = () => exchanger.exchange(AbortSignal.timeout(5000));

test('an exchange that went well gives its word for a minute, and the next for another', async () => {
  expect(exchanger.warrant()).toBeNull();
  await exchange();
  expect(exchanger.warrant()).toMatchObject({ shopId: shop.id, incarnation: 1, epoch: 1, engine: engine.id });
  monotonicMs += WARRANT_MS;
  expect(exchanger.warrant()).not.toBeNull();
  monotonicMs += 1;
  expect(exchanger.warrant()).toBeNull();
  await exchange();
  expect(exchanger.warrant()).not.toBeNull();
});

test('there is no word before go-live, without the lease, after a refusal, or while the shop is loaded again', async () => {
  shop.goLiveAt = null;
  await exchange();
  expect(exchanger.warrant()).toBeNull();
  shop.goLiveAt = 0;
  await exchange();
  expect(exchanger.warrant()).not.toBeNull();
  exchanger.withdraw();
  expect(exchanger.warrant()).toBeNull();
  await exchange();
  shop.goOn(9);
  await exchange();
  expect([exchanger.isRecovering, exchanger.warrant()]).toEqual([true, null]);
  while (exchanger.isRecovering) await exchange();
  await exchange();
  expect(exchanger.warrant()).toMatchObject({ incarnation: 2 });
  lease.lost();
  expect(exchanger.warrant()).toBeNull();
});

test('a number that another lane was told is kept, told to the shop, and never lowered by an answer', async () => {
  await exchange();
  await exchanger.counted(5);
  expect([credentials.read('DEMO')?.ackNumber, exchanger.warrant()?.ackNumber]).toEqual([5, 5]);
  shop.failures.push(refusal('causeway_rewound'));
  await expect(exchange()).rejects.toThrow();
  expect(shop.requests.at(-1)?.ack.number).toBe(5);
  await exchanger.counted(4);
  expect(credentials.read('DEMO')?.ackNumber).toBe(5);
});

test('rows of another lane are acknowledged by the exchange too, and owed again where it fails', async () => {
  await exchange();
  shop.change('order/7');
  const { rows } = await shop.exchange('', {
    ...shop.requests[0],
    lease: { epoch: 1, release: false },
    ask: { rows: 9, looks: [], open_after: null },
  } as never);
  await exchanger.receipt.take(rows, 0);
  expect([heard(engine, 'order/7'), exchanger.receipt.held]).toEqual([['look:1'], [1]]);
  shop.failures.push(new Error('gone'));
  await expect(exchange()).rejects.toThrow('gone');
  await exchange();
  expect([shop.requests.at(-1)?.ack.rows, exchanger.receipt.held, shop.waiting]).toEqual([[1], [], 0]);
});
