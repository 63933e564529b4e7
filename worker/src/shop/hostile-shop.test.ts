import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SystemFailure } from '../policy/system-failure.ts';
import { readLooks, readOpen, readRows } from './rows.ts';
import { ShopApi, ShopRefusal } from './shop-api.ts';

const RUNS = 300;
const DEEP = 20_000;
const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

const envelope = {
  specversion: '1.0',
  id: '0192f3a0-0000-7000-8000-000000000001',
  source: 'https://shop.example',
  subject: 'order/1042',
  time: '2026-11-27T00:00:00Z',
  datacontenttype: 'application/json',
  dataschema: 'x',
  traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
};
const memory = { checkpoint: null, epoch: 0, n: 0 };
const known = { incarnation: 1, rev: 3, hash: 'a'.repeat(64), snapshot_bytes: 20, written_status: null };
const lookOf = (snapshot: unknown) => ({
  ...envelope,
  type: 'com.causeway.order.look.v1',
  data: { ...known, snapshot, first_seen_at: 1, memory },
});
const good = { row: 7, kind: 'look', event: lookOf({}) };

/** A good row, one part of it replaced by anything. */
const spoiled = fc.tuple(fc.constantFrom(...paths(good)), fc.anything()).map(([path, value]) => {
  const copy = structuredClone(good) as Record<string, unknown>;
  const at = path.slice(0, -1).reduce((inner, name) => inner[name] as Record<string, unknown>, copy);
  at[path.at(-1) ?? ''] = value;
  return copy as unknown;
});

function paths(value: object, above: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...above, name];
    return typeof inner === 'object' && inner !== null ? [here, ...paths(inner, here)] : [here];
  });
}

test('whatever is among the rows, a good one is read, and what has a number is acknowledged once', () => {
  const row = fc.oneof(spoiled, fc.anything(), fc.constant({ ...good, event: lookOf(deep(DEEP)) }));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (bad) => {
      const { events, taken, unreadable } = readRows(
        'DEMO',
        [...bad, good],
        () => [],
        () => [],
      );
      expect(events.at(-1)).toMatchObject({ shop: 'DEMO', subject: 'order/1042' });
      expect(taken.at(-1)).toBe(7);
      for (const number of taken) expect(Number.isSafeInteger(number) && number > 0).toBe(true);
      expect(events.length + unreadable.length).toBe(bad.length + 1);
      for (const { subject, why } of unreadable) {
        expect(why).not.toBe('');
        expect(`${subject}${why}`.length).toBeLessThan(1000);
      }
    }),
    { numRuns: RUNS },
  );
});

test('looks and pages of open subjects are read one by one too', () => {
  const other = fc.oneof(fc.anything(), fc.constant(lookOf(deep(DEEP))));
  fc.assert(
    fc.property(other, (event) => {
      const open = readOpen([event, lookOf({})]);
      expect(open.found.length + open.unreadable.length).toBe(2);
      const { found } = readLooks([
        { subject: 'order/9', event },
        { subject: 'order/1042', event: lookOf({}) },
      ]);
      expect(found.get('order/1042')).not.toBeNull();
    }),
    { numRuns: RUNS },
  );
});

let answer: string;
let status: number;
let server: Server;
let api: ShopApi;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = new ShopApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const exchanged = () =>
  api.exchange('t', {} as never, AbortSignal.timeout(10_000)).then(
    () => null,
    (error) => error,
  );

test.each([
  ['nothing', 200, '', 'parse'],
  ['a page', 200, '<html>', 'parse'],
  ['another shape', 200, '[]', 'parse'],
  ['a name of an object’s own', 200, '{"__proto__":{"protocol":1}}', 'parse'],
  ['numbers beyond all numbers', 200, '{"protocol":1e999}', 'parse'],
  ['nested rows', 200, `{"protocol":1,"rows":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`, 'parse'],
  [
    'a refusal of another make',
    400,
    '{"code":"causeway_free_lunch","message":"x","data":{"status":400}}',
    'connection',
  ],
  ['more than is read', 200, `"${'x'.repeat(9 * 1024 * 1024)}"`, 'too_large'],
])('a shop that answers with %s has failed, in a short sentence', async (_, as, text, category) => {
  [status, answer] = [as, text];
  const error = await exchanged();
  expect(error).toBeInstanceOf(SystemFailure);
  expect(error.category).toBe(category);
  expect(error.message.length).toBeLessThan(300);
});

test('a refusal of the plugin stays one, whatever else is in it', async () => {
  [status, answer] = [
    409,
    JSON.stringify({ code: 'causeway_copy', message: 'x', data: { status: 409, more: deep(100) } }),
  ];
  expect(await exchanged()).toBeInstanceOf(ShopRefusal);
});
