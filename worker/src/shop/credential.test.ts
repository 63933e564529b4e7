import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CredentialStore } from './credential.ts';
import { ModelShop } from './rehearsal/model-shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-credential-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('of several writes at once the last stays, whole, and each resolves once it is on disk', async () => {
  const store = new CredentialStore(folder);
  const credential = { url: 'http://127.0.0.1', token: 'x'.repeat(43), shop: new ModelShop().identity, goLiveAt: null };
  const numbers = Array.from({ length: 20 }, (_, ackNumber) => ackNumber);
  const seen = await Promise.all(
    numbers.map(async (ackNumber) => {
      await store.write('DEMO', { ...credential, ackNumber });
      return store.read('DEMO')?.ackNumber ?? -1;
    }),
  );
  expect(seen.every((number, at) => number >= at)).toBe(true);
  expect([store.read('DEMO')?.ackNumber, readdirSync(join(folder, 'shops'))]).toEqual([19, ['DEMO.json']]);
});
