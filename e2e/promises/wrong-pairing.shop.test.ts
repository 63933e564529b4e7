import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { causeway } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { sql } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
  await eventually(() => expect(JSON.parse(credential()).goLiveAt).not.toBeNull());
  // Without its worker nobody else writes to the link.
  await demo.worker.stop();
});
afterAll(() => demo?.stop());

const pair = (code: string, url = demo.served.shop.url) =>
  causeway(['pair', '--config', demo.worker.configuration, url, code]);
const credential = () => readFileSync(join(demo.worker.folder, 'state/shops/DEMO.json'), 'utf8');
/** All that the shop knows of its worker, but for the tries that a code has left. */
const link = async () => {
  const [row] = await sql(demo.served.shop, 'SELECT * FROM {link}');
  return { ...row, code_tries: '' };
};

const NO_LONGER_VALID =
  'The pairing code is wrong or no longer valid. A new one can be made in wp-admin, WooCommerce, Causeway.\n';

test('a wrong code is refused in words, and touches nothing on either side', async () => {
  await pairingCode(demo.served.shop);
  const before = { link: await link(), credential: credential() };
  expect(await pair('0000-0000-0000-0000')).toMatchObject({ code: 1, stdout: '', stderr: NO_LONGER_VALID });
  expect({ link: await link(), credential: credential() }).toEqual(before);
});

test('so are an expired and a used code', async () => {
  const expired = await pairingCode(demo.served.shop);
  await sql(demo.served.shop, 'UPDATE {link} SET code_expires_at = code_expires_at - 600001');
  const before = { link: await link(), credential: credential() };
  expect(await pair(expired)).toMatchObject({ code: 1, stderr: NO_LONGER_VALID });
  expect({ link: await link(), credential: credential() }).toEqual(before);

  const code = await pairingCode(demo.served.shop);
  expect(await pair(code)).toMatchObject({ code: 0 });
  const after = { link: await link(), credential: credential() };
  expect(after.credential).not.toBe(before.credential);
  expect(await pair(code)).toMatchObject({ code: 1, stderr: NO_LONGER_VALID });
  expect({ link: await link(), credential: credential() }).toEqual(after);
});

test('pairing anew does not make a live shop forget that it is live', async () => {
  const [row] = await sql(demo.served.shop, 'SELECT go_live_at FROM {link}');
  expect(JSON.parse(credential()).goLiveAt).toBe(Number(row?.go_live_at));
});

test('a shop that is neither https nor on this machine gets no request at all', async () => {
  let asked = 0;
  const listener = createServer((_request, response) => {
    asked += 1;
    response.end();
  }).listen(0, '0.0.0.0');
  await once(listener, 'listening');
  // Every interface of this machine, and yet no loopback address: a request would arrive.
  const url = `http://0.0.0.0:${(listener.address() as AddressInfo).port}`;
  const refused = await pair('0000-0000-0000-0000', url);
  listener.close();
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toBe(
    `${url}: a shop on another machine needs https://, or its credential could be read on the way\n`,
  );
  expect(asked).toBe(0);
});

test('a shop that is not in the configuration is named with those that are', async () => {
  const refused = await pair('0000-0000-0000-0000', 'https://other.example.com');
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('no shop with the address https://other.example.com is configured');
  expect(refused.stderr).toContain(demo.served.shop.url);
});
