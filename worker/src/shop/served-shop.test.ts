import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ShopConfiguration } from '../config/configuration.ts';
import type { Engine } from '../engine/engine.ts';
import { ReturnSettings } from '../flows/return/settings.ts';
import type { Logger } from '../telemetry/log.ts';
import { CredentialStore } from './credential.ts';
import { returnsTold, ServedShop } from './served-shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-served-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a credential that is no credential stops its own shop only, and says what to do', async () => {
  mkdirSync(join(folder, 'shops'), { recursive: true });
  writeFileSync(join(folder, 'shops/ALT.json'), '{"url":');
  const said: string[] = [];
  const log = { warn: (_: object, message: string) => said.push(message) } as unknown as Logger;
  const configuration = { code: 'ALT', url: 'https://alt.example' } as ShopConfiguration;
  const shop = new ServedShop(configuration, new CredentialStore(folder), log);
  const transcriptOf = (_: string, subject: string) => ({ subject, keeps: 'off' as const, days: 7, entries: [] });
  shop.start({} as Engine, null, { observe: () => undefined, readHint: () => [], transcriptOf });
  const problem = 'its credential can\'t be read (SyntaxError): run "causeway pair https://alt.example CODE"';
  expect(shop.health()).toEqual({ state: 'unpaired', problem, leaseLeftMs: 0, lastExchangeAt: null });
  expect([shop.isPaired, shop.goLiveAt, said]).toEqual([false, null, [problem]]);
  await shop.stop();
});

test('a shop whose returns are not followed lets nobody ask for one, whatever the days', () => {
  const returns = ReturnSettings.parse({ mode: 'automatic', customerDays: 14 });
  expect(returnsTold(returns)).toEqual({ customer_days: 14 });
  expect(returnsTold({ ...returns, mode: 'off' })).toBeNull();
});
