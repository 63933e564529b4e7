import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import type { JsonReply, JsonRequest } from '../../../../http/json-api.ts';
import { Api } from './api.ts';

const ROOT = 'https://bc.test/v2.0/t/Production/api/v2.0';
const asked: JsonRequest[] = [];
const forgotten: string[] = [];
let now: number;
let answer: (request: JsonRequest) => Partial<JsonReply>;
const { signal } = new AbortController();

beforeEach(() => {
  asked.length = forgotten.length = 0;
  now = 1_800_000_000_000;
  answer = () => ({});
});

const signIn = {
  token: async () => `token-${forgotten.length + 1}`,
  forget: (token: string) => void forgotten.push(token),
};
const http = {
  send: async (request: JsonRequest) => {
    asked.push(request);
    return { status: 200, headers: new Headers(), body: { value: [] }, ...answer(request) };
  },
};
const api = (company: { id: string } | { name: string } = { id: 'c-1' }) =>
  new Api(ROOT, company, { http, signIn, now: () => now });
const paths = () => asked.map(({ method, path }) => `${method} ${path.replace('/v2.0/t/Production/api/v2.0', '')}`);

test('every request is signed, below its company, and reads no replica', async () => {
  await api().send({ method: 'PATCH', path: '/salesOrders(1)', body: { a: 1 }, etag: 'W/"1"' }, signal);
  await api().send({ path: '/subscriptions', company: false }, signal);
  expect(paths()).toEqual(['PATCH /companies(c-1)/salesOrders(1)', 'GET /subscriptions']);
  expect(asked[0]).toMatchObject({ body: { a: 1 }, signal });
  expect(asked[0]?.headers).toEqual({
    authorization: 'Bearer token-1',
    'data-access-intent': 'ReadWrite',
    'if-match': 'W/"1"',
  });
});

test('a token that ended is renewed once; refused again it is a matter of the sign-in', async () => {
  answer = () => (forgotten.length === 0 ? { status: 401 } : {});
  await api().send({ path: '/items' }, signal);
  expect([forgotten, asked.map(({ headers }) => headers?.authorization)]).toEqual([
    ['token-1'],
    ['Bearer token-1', 'Bearer token-2'],
  ]);
  answer = () => ({ status: 401 });
  await expect(api().send({ path: '/items' }, signal)).rejects.toMatchObject({ category: 'authentication' });
  expect(asked).toHaveLength(4);
});

test('a company’s name is looked up once, and compared whole', async () => {
  const named = api({ name: "Nobody's & Sons" });
  answer = () => ({ body: { value: [{ id: 'c-9', name: "Nobody's & Sons" }] } });
  await named.send({ path: '/items' }, signal);
  await named.send({ path: '/items' }, signal);
  const filter = encodeURIComponent("name eq 'Nobody''s & Sons'");
  expect(paths()).toEqual([
    `GET /companies?$filter=${filter}`,
    'GET /companies(c-9)/items',
    'GET /companies(c-9)/items',
  ]);
  answer = () => ({ body: { value: [{ id: 'c-9', name: 'Nobody' }] } });
  await expect(api({ name: 'nobody' }).companyId(signal)).rejects.toMatchObject({ category: 'authentication' });
});

test('a reply in an unknown shape says where, not what', async () => {
  answer = () => ({ body: { number: 'Frieda' } });
  await expect(api().read(z.object({ number: z.int() }), { path: '/x' }, signal)).rejects.toMatchObject({
    category: 'parse',
    phase: 'after_send',
    message: 'Business Central answered in an unknown shape: number',
  });
});

test('rows come page by page, of the size that was asked for', async () => {
  answer = ({ path }) => ({
    body: path.endsWith('2')
      ? { value: [{ n: 2 }] }
      : { value: [{ n: 1 }], '@odata.nextLink': `${ROOT}/companies(c-1)/items?page=2` },
  });
  expect(await api().rows(z.object({ n: z.int() }), '/items', signal)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(asked.map(({ headers }) => headers?.prefer)).toEqual(Array(2).fill('odata.maxpagesize=500'));
  expect(await api().page(z.object({ n: z.int() }), '/items', 7, signal)).toEqual({ rows: [{ n: 1 }], more: true });
});

test('their time is never later than it was there', async () => {
  const theirs = api();
  answer = () => {
    now += 700;
    return { headers: new Headers({ date: new Date(now + 60_000).toUTCString() }) };
  };
  const began = now;
  await theirs.send({ path: '/items' }, signal);
  const told = Date.parse(theirs.theirTime(began));
  expect(told).toBeLessThanOrEqual(began + 60_000);
  expect(told).toBeGreaterThan(began + 59_000 - 1000);
});
