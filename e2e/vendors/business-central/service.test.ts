import { afterEach, expect, it } from 'vitest';
import { askToken, type Bench, bench, Client } from './test/client.ts';

let bc: Bench;
afterEach(() => bc.stop());

it('gives a token for a while, and takes tokens back before their time', async () => {
  bc = await bench();
  const { body } = await askToken(bc.at);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
  expect(body.refresh_token).toBeUndefined();
  await bc.control.expireTokens();
  expect((await bc.api.get('items')).status).toBe(401);
  await bc.control.settings({ token_ttl_s: 0 });
  const { body: spent } = await askToken(bc.at);
  expect((await new Client(bc.at, spent.access_token).get('items')).status).toBe(401);
});

it('throttles by its quota', async () => {
  bc = await bench({ limits: { requests: 2 } });
  await bc.api.get('items');
  await bc.api.get('items');
  const refused = await bc.api.get('items');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
});

it('is addressed with or without its tenant, and its companies in two ways', async () => {
  bc = await bench();
  const root = `${bc.at.url}/v2.0/${bc.at.environment}/api/v2.0`;
  const { body } = await bc.api.get(`${root}/companies`);
  expect(body.value.map(({ id }: { id: string }) => id)).toContain(bc.at.companyId);
  expect((await bc.api.get(`${root}/companies(${bc.at.companyId})`)).body.name).toBe('CRONUS International Ltd.');
  const named = await bc.api.get(`${root}/companies?$filter=name eq 'My Company'`);
  expect(named.body.value).toMatchObject([{ name: 'My Company' }]);
  const byQuery = await bc.api.get(`${root}/items?company=${bc.at.companyId}&$top=1`);
  expect(byQuery.body.value).toEqual((await bc.api.get('items?$top=1')).body.value);
  expect((await bc.api.get(`${root}/companies(${body.value[1].id})/items`)).body.value).toEqual([]);
});

it('needs no company where there is only one', async () => {
  bc = await bench({ companies: [{ id: '5e3f1c0a-4b7d-4f2e-8c1d-2a9b7c6d5e4f', name: 'Only' }] });
  expect((await bc.api.get(`${bc.api.root}/items`)).body.value).toHaveLength(20);
});

it('refuses an intent to read only where something is written', async () => {
  bc = await bench();
  const intent = { 'data-access-intent': 'ReadOnly' };
  expect((await bc.api.send('POST', 'customers', { displayName: 'Ada' }, intent)).status).toBe(400);
  expect((await bc.api.get('customers', intent)).body.value).toHaveLength(2);
});
