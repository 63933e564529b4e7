import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mirror } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { openEmbeddedEngine } from '../engine/embedded/open.ts';
import { ManualTicker } from '../engine/manual-ticker.ts';
import { deciders } from '../flows/index.ts';
import { SecretWatch } from './secret-watch.ts';

const DAY_MS = 86_400_000;
const END = Date.UTC(2027, 2, 31);

let folder: string;
let ticker: ManualTicker;
let engine: EmbeddedEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-secrets-'));
  ticker = new ManualTicker(END - 100 * DAY_MS);
  openEngine();
  engine.adopt('DEMO', { epoch: 1, shopId: null, incarnation: 1, recovering: false });
});
afterEach(() => {
  engine.abandon();
  rmSync(folder, { recursive: true });
});

function openEngine(): void {
  engine = openEmbeddedEngine(join(folder, 'engine.sqlite'), {
    deciders,
    shop: () => ({ goLiveAt: 0, settings: {} }),
    dispatch: async () => ({ kind: 'waiting', at: Number.MAX_SAFE_INTEGER, why: 'nothing is called' }),
    now: ticker.now,
    ticker,
    callsAtOnce: 1,
    log: () => undefined,
  });
  engine.start();
}

/** The worker starts, or looks again, with this day in its configuration. */
async function configured(expires: string): Promise<void> {
  const looked = new SecretWatch({
    systems: { erp: { secretsExpire: { clientSecretFile: expires } } },
    shops: new Map([['DEMO', { isPaired: true, configuration: { erp: 'erp', wms: 'wms' } }]]),
    engine,
    log: { warn: () => undefined, error: () => undefined } as never,
    now: ticker.now,
  }).look();
  await ticker.settle();
  await looked;
  await ticker.settle();
}

/** What the shop would be told now of the system's exceptions; null: nothing. */
function told(): string[] | null {
  const effect = engine.effects('DEMO', 10).find(({ subject, kind }) => subject === 'system/erp' && kind === 'mirror');
  return effect === undefined ? null : (effect.body as Mirror).exceptions.map(({ severity }) => severity);
}

test('the panel hears of it two weeks before and on the day, over restarts, and closes when the day is moved', async () => {
  await configured('2027-03-31');
  expect(told()).toBeNull();
  await ticker.moveTo(END - 14 * DAY_MS - 1);
  expect(told()).toBeNull();
  engine.abandon();
  openEngine();
  await ticker.moveTo(END - 14 * DAY_MS);
  expect(told()).toEqual(['warning']);
  await ticker.moveTo(END);
  expect(told()).toEqual(['error']);
  await configured('2028-03-31');
  expect(told()).toEqual([]);
});

test('what the engine forgot of the shop is told anew', async () => {
  await configured('2027-03-31');
  await ticker.moveTo(END - DAY_MS);
  expect(told()).toEqual(['warning']);
  const forgotten = engine.forget('DEMO');
  await ticker.settle();
  await forgotten;
  expect(told()).toBeNull();
  await configured('2027-03-31');
  expect(told()).toEqual(['warning']);
});
