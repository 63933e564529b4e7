import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heard, host, Outside, tell } from '../engine/conformance/rig.ts';
import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { openEmbeddedEngine } from '../engine/embedded/open.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { CredentialStore } from './credential.ts';
import { ShopGateway } from './gateway.ts';
import { Lease } from './lease.ts';
import { ModelShop, refusal } from './rehearsal/model-shop.ts';

let folder: string;
let shop: ModelShop;
let outside: Outside;
let engine: EmbeddedEngine;
let credentials: CredentialStore;
let gateway: ShopGateway;
let logged: string[];

function openEngine(file = 'engine.sqlite'): void {
  outside = new Outside();
  engine = openEmbeddedEngine(join(folder, file), host(outside));
  engine.onEffects(() => gateway.ring());
  engine.start();
}

function openGateway(told: { readonly returns?: { readonly customer_days: number } | null } = {}): void {
  const credential = credentials.read('DEMO');
  if (credential === null) throw new Error('not paired');
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const lease = new Lease({ monotonicMs: () => performance.now(), wallMs: Date.now });
  const observe = () => undefined;
  const readHint = () => [];
  const transcriptOf = (_: string, subject: string) => ({ subject, keeps: 'errors' as const, days: 7, entries: [] });
  const ports = {
    engine,
    api: { exchange: shop.exchange },
    credentials,
    lease,
    log,
    doorbell: null,
    observe,
    readHint,
    transcriptOf,
    ...told,
  };
  gateway = new ShopGateway('DEMO', credential, ports);
  gateway.start();
}

const eventually = (met: () => void) => vi.waitFor(met, { interval: 2, timeout: 60_000 });
const isServing = () => eventually(() => expect([gateway.state, shop.waiting]).toEqual(['serving', 0]));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-gateway-'));
  credentials = new CredentialStore(folder);
  shop = new ModelShop();
  const token = 'x'.repeat(43);
  await credentials.write('DEMO', { url: 'http://127.0.0.1', token, shop: shop.identity, ackNumber: 0, goLiveAt: 0 });
  logged = [];
  openEngine();
});
afterEach(async () => {
  await gateway.stop();
  await engine.stop(0);
  rmSync(folder, { recursive: true, force: true });
});

test('the first exchange only asks for the lease; rows come after, and are acknowledged once they are durable', async () => {
  shop.change('order/1');
  openGateway();
  expect([gateway.state, gateway.whyCallsWait]).toEqual(['asking', null]);
  await isServing();
  expect(shop.requests[0]).toMatchObject({ lease: { epoch: 0 }, ask: { rows: 0, open_after: null }, effects: [] });
  expect(shop.requests[1]).toMatchObject({ lease: { epoch: 1 }, ask: { rows: 200 }, ack: { rows: [] } });
  expect(shop.requests[2]).toMatchObject({ ack: { rows: [1] } });
  expect(heard(engine, 'order/1')).toEqual(['look:1']);
  expect(engine.line('DEMO')).toEqual({ epoch: 1, shopId: shop.id, incarnation: 1, recovering: false });
});

test('a shop is told whether its returns are followed, with every exchange, where the worker knows', async () => {
  openGateway({ returns: { customer_days: 30 } });
  await isServing();
  await gateway.stop();
  const before = shop.requests.length;
  openGateway();
  await isServing();
  expect(shop.requests.slice(0, before).map(({ returns }) => returns?.customer_days)).toEqual(Array(before).fill(30));
  expect(shop.requests.slice(before).every((request) => !('returns' in request))).toBe(true);
});

test('a plain restart goes on where it was and loads nothing again', async () => {
  shop.change('order/1');
  openGateway();
  await isServing();
  await gateway.stop();
  await engine.stop();
  openEngine();
  const before = shop.requests.length;
  shop.change('order/2');
  openGateway();
  await isServing();
  const after = shop.requests.slice(before);
  expect(after.some(({ ask }) => ask.open_after !== null || ask.looks.length > 0)).toBe(false);
  expect([heard(engine, 'order/1'), heard(engine, 'order/2')]).toEqual([['look:1'], ['look:1']]);
  expect(engine.line('DEMO').epoch).toBe(1);
});

test('promise 1: a lost file is loaded again from the shop, page by page, before anything else crosses', async () => {
  for (const nr of [1, 2, 3, 4, 5]) shop.change(`order/${nr}`, { open: nr !== 4 });
  openGateway();
  await isServing();
  await engine.submit([tell('order/2', { note: 'a', mirror: 'm' })]);
  await eventually(() => expect(shop.applied).toEqual(['order/2:mirror']));
  await gateway.stop();
  await engine.stop();

  openEngine('another.sqlite');
  const before = shop.requests.length;
  shop.change('order/9', { open: false });
  openGateway();
  await isServing();
  const [asked, second, ...pages] = shop.requests.slice(before);
  expect([asked?.lease.epoch, second?.lease.epoch]).toEqual([0, 2]);
  expect([second, ...pages.slice(0, 1)].map((request) => request?.ask.open_after)).toEqual(['', 'order/2']);
  expect([second, ...pages.slice(0, 1)]).toMatchObject([
    { ack: { rows: [] }, effects: [], ask: { rows: 0 } },
    { ack: { rows: [] }, effects: [], ask: { rows: 0 } },
  ]);
  expect(pages[1]).toMatchObject({ ask: { open_after: null, rows: 200 } });
  expect(heard(engine, 'order/2')).toEqual(['m', 'recovering:1']);
  expect(heard(engine, 'order/3')).toEqual(['recovering:1']);
  expect([heard(engine, 'order/4'), heard(engine, 'order/9')]).toEqual([[], ['look:1']]);
  expect(engine.line('DEMO')).toEqual({ epoch: 2, shopId: shop.id, incarnation: 1, recovering: false });
});

test('an old copy of the file is noticed, however much it decides before the shop has answered', async () => {
  shop.change('order/1');
  openGateway();
  await isServing();
  await gateway.stop();
  await engine.stop();
  copyFileSync(join(folder, 'engine.sqlite'), join(folder, 'old.sqlite'));
  openEngine();
  openGateway();
  shop.change('order/2');
  await isServing();
  await gateway.stop();
  await engine.stop();

  openEngine('old.sqlite');
  shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
  openGateway();
  await engine.submit(['a', 'b', 'c'].map((note) => tell('order/3', note)));
  await isServing();
  expect(engine.line('DEMO')).toMatchObject({ epoch: 2 });
});

test('while it loads no call may leave, also after the process ended on the way, and it begins at the first page', async () => {
  for (const nr of [1, 2, 3, 4, 5]) shop.change(`order/${nr}`);
  await other(shop);
  shop.answersLeft = 3;
  openGateway();
  await eventually(() => expect(gateway.problem).toBe('gone'));
  expect(gateway.whyCallsWait).toBe("the shop's orders are being loaded again");
  expect(engine.line('DEMO').recovering).toBe(true);
  expect(heard(engine, 'order/5')).toEqual([]);

  engine.abandon();
  await gateway.stop();
  openEngine();
  shop.answersLeft = Number.POSITIVE_INFINITY;
  const before = shop.requests.length;
  openGateway();
  await isServing();
  expect(shop.requests.slice(before, before + 2).map(({ ask }) => ask.open_after)).toEqual([null, '']);
  expect([heard(engine, 'order/1'), heard(engine, 'order/5')]).toEqual([
    ['recovering:1', 'look:1'],
    ['recovering:1', 'look:1'],
  ]);
  expect([gateway.whyCallsWait, engine.line('DEMO').recovering]).toEqual([null, false]);
});

/** Another worker serves the shop, and stops. */
async function other(served: ModelShop): Promise<void> {
  served.leaseRuns = false;
  const request = { lease: { epoch: 0, release: true }, engine: { id: 'another', commit: 9 } };
  const nothing = {
    ack: { number: 0, rows: [] },
    effects: [],
    ask: { rows: 0, bytes: 0, open_after: null, looks: [] },
  };
  await served.exchange('', { ...request, ...nothing } as never);
}

test('a new epoch forgets what the file holds; calls that are out come back first, and change nothing', async () => {
  shop.change('order/1');
  openGateway();
  await isServing();
  outside.hold = true;
  await engine.submit([tell('order/1', { note: 'a', calls: ['out'], mirror: 'm' })]);
  await eventually(() => expect([outside.held.size, shop.applied.length]).toEqual([1, 1]));
  await other(shop);
  gateway.ring();
  await eventually(() => expect(gateway.state).toBe('recovering'));
  expect(heard(engine, 'order/1')).toContain('a');
  expect(engine.line('DEMO')).toMatchObject({ epoch: 1, recovering: true });
  outside.held.get('out')?.({ kind: 'ok', reply: null });
  gateway.ring();
  await isServing();
  expect(heard(engine, 'order/1')).toEqual(['m', 'recovering:1']);
  expect(engine.line('DEMO').epoch).toBe(3);
});

test('another worker holds the shop: nothing is forgotten, and no call leaves', async () => {
  shop.change('order/1');
  openGateway();
  await isServing();
  await engine.submit([tell('order/1', 'a')]);
  await other(shop);
  shop.leaseRuns = true;
  gateway.ring();
  await eventually(() => expect(gateway.state).toBe('taken'));
  expect(gateway.whyCallsWait).toBe('another worker works for the shop');
  expect(heard(engine, 'order/1')).toEqual(['look:1', 'a']);
});

test('a restored shop: everything waits for a person, and nothing is acknowledged or told; put back, it goes on', async () => {
  shop.change('order/1');
  openGateway();
  await isServing();
  const backup = shop.backup();
  shop.change('order/2');
  gateway.ring();
  await isServing();
  const now = shop.backup();
  shop.restore({ ...backup, ackNumber: 0 });
  await engine.submit([tell('order/1', { note: 'a', mirror: 'm' })]);
  gateway.ring();
  await eventually(() => expect(gateway.state).toBe('rewound'));
  expect(gateway.whyCallsWait).toBe('the shop was restored from a backup; a person decides in wp-admin');
  gateway.ring();
  gateway.ring();
  await eventually(() => expect(shop.requests.filter(({ ack }) => ack.number === 2).length).toBeGreaterThan(2));
  expect(logged.filter((message) => message === 'no exchange with the shop')).toHaveLength(1);
  expect(shop.requests.at(-1)).toMatchObject({ ack: { rows: [] }, effects: [], lease: { epoch: 0 } });

  shop.restore(now);
  gateway.ring();
  await isServing();
  await eventually(() => expect(shop.applied).toEqual(['order/1:mirror']));
  expect(engine.line('DEMO')).toMatchObject({ incarnation: 1, recovering: false });
  expect(heard(engine, 'order/2')).toEqual(['look:1']);
});

test('a restored shop that goes on: all that is held is asked for, what it lost is said, what it was shown comes again', async () => {
  for (const nr of [1, 2, 3]) shop.change(`order/${nr}`);
  openGateway();
  await isServing();
  const backup = shop.backup();
  shop.change('order/4');
  shop.change('order/5', { open: false });
  gateway.ring();
  await isServing();
  await engine.submit([tell('order/3', { note: 'a', mirror: 'm' }), tell('order/4', { note: 'b', close: true })]);
  await engine.submit([tell('order/5', 'c')]);
  await eventually(() => expect(shop.applied).toEqual(['order/3:mirror']));
  const remembered = shop.ackNumber;
  shop.restore({ ...backup, ackNumber: 0 });
  gateway.ring();
  await eventually(() => expect(gateway.state).toBe('rewound'));
  shop.goOn(remembered);
  const before = shop.requests.length;
  gateway.ring();
  await eventually(() => expect(gateway.state).toBe('serving'));
  await eventually(() => expect(shop.applied).toEqual(['order/3:mirror', 'order/3:mirror']));
  const asks = shop.requests.slice(before).map(({ ask }) => ask);
  expect(asks[1]?.looks).toEqual(['order/1', 'order/2', 'order/3', 'order/4', 'order/5']);
  expect(asks[2]?.looks).toEqual(['order/3', 'order/4', 'order/5']);
  const open = asks.findIndex(({ open_after }) => open_after === '');
  expect(asks[open - 1]?.looks).toEqual(['order/5']);
  expect(heard(engine, 'order/1')).toEqual(['look:1', 'recovering:1']);
  await eventually(() =>
    expect(heard(engine, 'order/3')).toEqual([
      'look:1',
      'a',
      'answered:mirror:applied',
      'recovering:1',
      'answered:mirror:applied',
    ]),
  );
  expect(heard(engine, 'order/4')).toEqual(['look:1', 'b', 'lost']);
  expect(heard(engine, 'order/5')).toEqual(['look:1', 'c', 'lost']);
  expect(engine.line('DEMO')).toMatchObject({ incarnation: 2, recovering: false });
  expect(credentials.read('DEMO')).toMatchObject({ shop: { incarnation: 2 }, ackNumber: shop.ackNumber });
});

test('a shop that is not live has nothing to load', async () => {
  shop.goLiveAt = null;
  await other(shop);
  openGateway();
  await isServing();
  expect(engine.line('DEMO')).toMatchObject({ epoch: 2, recovering: false });
});

test('asked for subjects, the shop says what it has; found looks are durable before the answer', async () => {
  shop.change('order/1', { open: false });
  openGateway();
  await isServing();
  shop.change('order/2');
  const found = await gateway.ask(['order/1', 'order/2', 'order/3']);
  expect([...found].map(([subject, event]) => [subject, event?.data.rev ?? null]).sort()).toEqual([
    ['order/1', 1],
    ['order/2', 1],
    ['order/3', null],
  ]);
  expect(heard(engine, 'order/2')).toContain('look:1');
});

test('asked for subjects, a shop that is gone, taken or not live is said to be so', async () => {
  openGateway();
  await isServing();
  shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
  await expect(gateway.ask(['order/1'])).rejects.toMatchObject({
    message: "the shop can't be reached",
    since: expect.any(Number),
  });
  shop.failures.push(refusal('causeway_busy'));
  expect(await gateway.ask(['order/1'])).toEqual(new Map([['order/1', null]]));
  shop.goLiveAt = null;
  await expect(gateway.ask(['order/1'])).rejects.toThrow('the shop is not live');
  await gateway.stop();
  await expect(gateway.ask(['order/1'])).rejects.toThrow('the worker is stopping');
});

test('transcripts that staff asked for are told at once, once, and again where the exchange got lost', async () => {
  openGateway();
  await isServing();
  const told = () => shop.requests.flatMap(({ transcripts }) => transcripts?.map(({ subject }) => subject) ?? []);
  shop.curious = ['order/1', 'system/erp'];
  gateway.ring();
  await eventually(() => expect(told()).toEqual(['order/1', 'system/erp']));
  await eventually(() => expect(shop.curious).toEqual([]));
  shop.curious = ['order/2'];
  // The exchange that asks goes well, the next, which tells, doesn't.
  shop.failures.push(undefined, new SystemFailure('connection', 'during_send', 'gone'));
  gateway.ring();
  await eventually(() => expect(told().slice(2)).toEqual(['order/2', 'order/2']));
  expect(gateway.state).toBe('serving');
});

test('a stop gives the lease back, but not while a call is out that a successor could not find yet', async () => {
  openGateway();
  await isServing();
  await gateway.stop();
  expect(shop.leaseRuns).toBe(false);
  openGateway();
  await isServing();
  outside.hold = true;
  await engine.submit([tell('order/1', { note: 'a', calls: ['out'] })]);
  await eventually(() => expect(outside.held.size).toBe(1));
  const stopped = gateway.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(shop.leaseRuns).toBe(true);
  outside.held.get('out')?.({ kind: 'ok', reply: null });
  await stopped;
  expect(shop.leaseRuns).toBe(false);
});

test('past orders come page by page beside the ordinary work, and leave nothing in the engine', async () => {
  shop.past = [1, 2, 3, 4, 5].map((nr) => {
    return { subject: `order/${nr}`, created_at: nr * 1000, snapshot: null, snapshot_bytes: 0, known: null };
  });
  openGateway();
  await isServing();
  const seen: string[] = [];
  for await (const { subject } of gateway.past({ from: 2000, before: 6000 }, new AbortController().signal)) {
    seen.push(subject);
    if (seen.length === 1) shop.change('order/9');
  }
  expect(seen).toEqual(['order/2', 'order/3', 'order/4', 'order/5']);
  const pages = shop.requests.filter(({ ask }) => ask.past !== undefined);
  expect(pages.map(({ ask }) => [ask.past?.after, ask.rows])).toEqual([
    ['', 200],
    ['3000.3', 200],
  ]);
  await eventually(() => expect(heard(engine, 'order/9')).toEqual(['look:1']));
  expect(heard(engine, 'order/2')).toEqual([]);
});

test('a walk ends where the shop is gone, too old, or the worker stops; what else is exchanged goes on', async () => {
  openGateway();
  await isServing();
  const walk = async () => {
    for await (const order of gateway.past({ from: 0, before: 1 }, new AbortController().signal)) return order;
    return null;
  };
  shop.failures.push(new SystemFailure('connection', 'before_send', "the shop can't be reached"));
  await expect(walk()).rejects.toMatchObject({ message: "the shop can't be reached", since: expect.any(Number) });
  shop.failures.push(refusal('causeway_busy'));
  expect(await walk()).toBe(null);
  shop.past = null;
  await expect(walk()).rejects.toThrow('too old');
  expect(gateway.state).toBe('serving');
  await gateway.stop();
  await expect(walk()).rejects.toThrow('the worker is stopping');
});
