import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { receiveSigned } from '../systems/sandbox/webhook.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { doorbellKey } from './doorbell.ts';
import { doors } from './doors.ts';
import { type Inbound, openInbound } from './inbound.ts';
import { IntakeServer, type Routes } from './server.ts';

const engineId = '5f0f1f7e-0000-4000-8000-000000000001';
const secretOf = (nr: number) => `whsec_${Buffer.alloc(32, nr).toString('base64')}`;
const SECRETS: Readonly<Record<string, string>> = { erp: secretOf(7), wms: secretOf(8) };
const MINUTE_MS = 60_000;
const body = '{"type":"order.accepted","data":{"external_id":"DEMO-1042-9f3a"}}';

let rung: string[];
let submitted: Map<string, EngineEvent>;
let folder: string;
let inbound: Inbound;
let routes: Routes;
let server: IntakeServer;
let base: string;

beforeEach(async () => {
  rung = [];
  submitted = new Map();
  folder = mkdtempSync(join(tmpdir(), 'causeway-doors-'));
  const system = (name: string): [string, OutsideSystem] => {
    const receive = receiveSigned.bind(null, SECRETS[name] ?? '');
    return [name, { name, role: name, pollEverySeconds: 3600, upkeep: null, receive } as unknown as OutsideSystem];
  };
  const submit = async (events: readonly EngineEvent[]) => {
    for (const event of events) submitted.set(event.id, event);
  };
  inbound = openInbound({
    stateDirectory: folder,
    engine: { labelled: () => [], submit, line: () => ({ recovering: false }) } as never,
    systems: new Map(['erp', 'wms'].map(system)),
    shops: new Map([['DEMO', { configuration: { erp: 'erp', wms: 'wms' }, ask: async () => new Map() as never }]]),
    log: { warn: () => undefined, error: () => undefined } as never,
    count: () => undefined,
  });
  routes = doors({
    engineId,
    ring: (shop) => shop === 'DEMO' && rung.push(shop) > 0,
    webhooks: inbound.route,
    health: async () => ({
      healthy: true,
      problem: null,
      engine: { events: 0, calls: 0, effects: 0 },
      shops: {},
      systems: {},
      pauses: [],
    }),
    registry: new Registry(),
  });
  server = new IntakeServer(routes, (error) => expect.fail(String(error)));
  base = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
});
afterEach(async () => {
  await server.close();
  await inbound.stop();
  rmSync(folder, { recursive: true });
});

interface Signed {
  readonly of?: string;
  readonly at?: number;
  readonly text?: string;
  /** Another body than the one that was signed. */
  readonly sent?: string;
}

/** A request of a webhook, right in everything that is not said otherwise. */
function signed({ of = 'erp', at = Date.now(), text = body, ...more }: Signed = {}): RequestInit {
  const id = 'msg_1';
  const signature = new Webhook(SECRETS[of] ?? of).sign(id, new Date(at), text);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': signature,
  };
  return { method: 'POST', headers, body: more.sent ?? text };
}

const bell = (shop: string, key: string) => `/doorbell/${shop}/${key}`;
const right = doorbellKey(engineId, 'DEMO');
const POST = { method: 'POST' };
const ADMINISTRATOR = {
  Authorization: 'Basic YWRtaW46YWRtaW4=',
  Cookie: 'wordpress_logged_in_1=admin',
  'X-WP-Nonce': '1',
};

type Cell = readonly [who: string, path: string, sent: RequestInit, status: number];

/** Door → who comes with what, and what the answer is. */
const TABLE: Readonly<Record<string, () => readonly Cell[]>> = {
  doorbell: () => [
    ['nobody', '/doorbell', POST, 404],
    ['a shop', bell('DEMO', right), POST, 204],
    ['a browser', bell('DEMO', right), {}, 404],
    ['a wrong key', bell('DEMO', '0'.repeat(32)), POST, 404],
    ['a key of another shop', bell('DEMO', doorbellKey(engineId, 'OTHER')), POST, 404],
    ['a shop that is not served', bell('OTHER', doorbellKey(engineId, 'OTHER')), POST, 404],
    ['a key of an engine that is gone', bell('DEMO', doorbellKey(engineId.replace('1', '2'), 'DEMO')), POST, 404],
    ['an administrator of the shop', bell('DEMO', 'x'), { ...POST, headers: ADMINISTRATOR }, 404],
    ['more path', `${bell('DEMO', right)}/x`, POST, 404],
  ],
  hooks: () => [
    ['a vendor', '/hooks/erp', signed(), 204],
    ['nobody', '/hooks/erp', { ...POST, body }, 401],
    ['an administrator of the shop', '/hooks/erp', { ...POST, body, headers: ADMINISTRATOR }, 401],
    ['a wrong signature', '/hooks/erp', signed({ of: secretOf(9) }), 401],
    ['a signature of another system', '/hooks/erp', signed({ of: 'wms' }), 401],
    ['a signature of another body', '/hooks/erp', signed({ sent: body.replace('1042', '1043') }), 401],
    ['a stale signature', '/hooks/erp', signed({ at: Date.now() - 6 * MINUTE_MS }), 401],
    ['a signature of tomorrow', '/hooks/erp', signed({ at: Date.now() + 6 * MINUTE_MS }), 401],
    ['a signed body that is none', '/hooks/erp', signed({ text: '[]' }), 401],
    ['a browser', '/hooks/erp', {}, 405],
    ['another method', '/hooks/erp', { ...signed(), method: 'PUT' }, 405],
    ['no such system', '/hooks/desk', signed(), 404],
    ['more path', '/hooks/erp/x', signed(), 404],
    ['a body too large', '/hooks/erp', { ...POST, body: 'x'.repeat(300_000) }, 413],
    ['a body that is no text', '/hooks/erp', { ...POST, body: Buffer.from([0xff, 0xfe]) }, 415],
  ],
  healthz: () => [
    ['anybody', '/healthz', {}, 200],
    ['who would change something', '/healthz', POST, 404],
    ['more path', '/healthz/x', {}, 404],
  ],
  metrics: () => [
    ['anybody', '/metrics', {}, 200],
    ['who would change something', '/metrics', POST, 404],
    ['more path', '/metrics/x', {}, 404],
  ],
};

test('the table has every door of the worker', () => {
  expect(Object.keys(TABLE)).toEqual(Object.keys(routes));
});

test('who is answered what; a refused call changes nothing', async () => {
  for (const [who, path, sent, status] of Object.values(TABLE).flatMap((cells) => cells())) {
    const before = kept();
    const answer = await fetch(base + path, sent);
    await answer.text();
    expect([who, path, answer.status]).toEqual([who, path, status]);
    if (status >= 400) expect([who, path, kept()]).toEqual([who, path, before]);
  }
  expect(rung).toEqual(['DEMO']);
  expect(submitted.size).toBe(1);
});

test('a webhook that is replayed is answered again, and is the same event again', async () => {
  const once = signed();
  for (const _ of [1, 2]) expect((await fetch(`${base}/hooks/erp`, once)).status).toBe(204);
  expect([...submitted.keys()]).toEqual(['unclaimed:erp:msg_1@DEMO-1042-9f3a']);
  expect(readdirSync(join(folder, 'unclaimed'))).toHaveLength(1);
});

/** Everything that could have been written. */
function kept(): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]);
  return createHash('sha256')
    .update(JSON.stringify([rung, [...submitted], files]))
    .digest('hex');
}
