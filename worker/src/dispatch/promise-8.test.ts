import type { Category, Json, Phase } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { OutboundCall } from '../engine/engine.ts';
import { ManualTicker } from '../engine/manual-ticker.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { PROTECTION, type Protection } from '../systems/limits.ts';
import type { OutsideSystem, Role } from '../systems/system.ts';
import { openDispatch, type WayOut } from './dispatch.ts';
import type { Hold } from './hold.ts';
import { noPauses, Pauses } from './pauses.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
let ticker: ManualTicker;
let pauses: Pauses;
let systems: Record<Role, OutsideSystem>;
let wayOut: WayOut;
let news: (Hold | null)[];
/** What each system does with a request, and what it was asked: shop and instant. */
let answers: Record<Role, (shop: string) => Promise<Json>>;
let asked: Record<Role, string[]>;

beforeEach(() => {
  ticker = new ManualTicker(START);
  pauses = noPauses();
  answers = { erp: async () => ({}), wms: async () => ({}) };
  asked = { erp: [], wms: [] };
  systems = { erp: system('erp'), wms: system('wms') };
  news = [];
  open();
});

function open(protection: Partial<Protection> = {}, callsAtOnce = 2): void {
  systems = { ...systems, erp: { ...system('erp'), callsAtOnce, protection: { ...PROTECTION, ...protection } } };
  wayOut = openDispatch({
    system: (_, role) => systems[role as Role],
    veto: () => null,
    leaseLeftMs: () => 180_000,
    now: ticker.now,
    after: (ms, work) => ticker.after(ms, work),
    pauses,
    overhear: (_call, _system, work) => work(),
    observe: () => undefined,
    changed: (_, hold) => news.push(hold),
  });
}

function system(role: Role): OutsideSystem {
  const operation = (shop: Json) => {
    asked[role].push(`${shop} ${(ticker.now() - START) / 1000}`);
    return answers[role](String(shop));
  };
  return {
    name: role,
    role,
    operations: { create: operation, find: operation },
    acting: new Set(['create']),
    timeoutMs: 20_000,
    callsAtOnce: 2,
    pollEverySeconds: 60,
    adapter: 'test',
    changedSince: async () => ({ externalIds: [], cursor: '' }),
    examine: async () => [],
    receive: () => ({ id: '', externalIds: [] }),
    upkeep: null,
  };
}

function send(role: Role = 'erp', shop = 'DEMO', operation = 'find') {
  const key = `${operation}#1`;
  const outbound: OutboundCall = {
    id: `${shop}:order/1:${key}`,
    shop,
    subject: 'order/1',
    call: { key, role, operation, request: shop },
    firstAttempt: true,
  };
  return wayOut(outbound, new AbortController().signal);
}

const failing = (category: Category, phase: Phase, retryAfterMs: number | null = null) =>
  Promise.reject(new SystemFailure(category, phase, 'why', retryAfterMs));
const seconds = (s: number) => ticker.moveTo(START + s * 1000);

test('promise 8: a rate and its burst; what has to wait is sent back unspent, with the instant, and goes then', async () => {
  open({ rates: [{ requests: 6, perSeconds: 60, burst: 2 }] });
  const sent = await Promise.all([send(), send(), send()]);
  expect(sent.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'waiting']);
  expect(sent[2]).toMatchObject({ at: START + 10_000, why: "the ERP's limit (the configured rate)" });
  expect(wayOut.road('DEMO', 'erp')?.hold).toMatchObject({ until: START + 10_000, reason: 'rate' });
  expect(await send('wms')).toMatchObject({ kind: 'ok' });
  await seconds(10);
  expect(wayOut.road('DEMO', 'erp')?.hold).toBeNull();
  expect(await send()).toMatchObject({ kind: 'ok' });
});

test('promise 8: a wait of less than a second is waited for here', async () => {
  open({ rates: [{ requests: 2, perSeconds: 1, burst: 1 }] }, 4);
  const sent = Promise.all([send(), send(), send()]);
  await seconds(2);
  expect((await sent).map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok']);
  expect(asked.erp).toEqual(['DEMO 0', 'DEMO 0.5', 'DEMO 1']);
});

test('promise 8: each request counts, not only each call; what was owed is paid by those that follow', async () => {
  open({ rates: [{ requests: 60, perSeconds: 60, burst: 5 }] });
  answers.erp = async () => {
    for (let request = 0; request < 10; request += 1) wayOut.heard('erp');
    return {};
  };
  await send();
  expect(wayOut.standing(systems.erp).tokens).toBe(-5);
  expect(await send()).toMatchObject({ kind: 'waiting', at: START + 6000 });
});

test.each([
  ['429 of what acts', 'create', 'rate_limit', 'before_send'],
  ['429 of a look-up', 'find', 'rate_limit', 'after_send'],
  ['503 with Retry-After of a look-up', 'find', 'connection', 'after_send'],
  ['503 with Retry-After before anything was sent', 'create', 'connection', 'before_send'],
] as const)(
  'promise 8: %s spends no attempt, and Retry-After is obeyed to the second',
  async (_, operation, category, phase) => {
    answers.erp = () => failing(category, phase, 37_000);
    expect(await send('erp', 'DEMO', operation)).toMatchObject({ kind: 'waiting', at: START + 37_000 });
    answers.erp = async () => ({});
    await seconds(36.999);
    expect(await send()).toMatchObject({ kind: 'waiting', at: START + 37_000 });
    await seconds(37);
    expect(await send()).toMatchObject({ kind: 'ok' });
    expect(asked.erp).toEqual(['DEMO 0', 'DEMO 37']);
  },
);

test('promise 2: what acted perhaps is never sent again for a pause that was asked for: the flow looks first', async () => {
  answers.erp = () => failing('connection', 'after_send', 5000);
  expect(await send('erp', 'DEMO', 'create')).toMatchObject({ category: 'unknown_outcome', retryAfterMs: 5000 });
  await seconds(5);
  answers.erp = () => failing('rate_limit', 'after_send', 5000);
  expect(await send('erp', 'DEMO', 'create')).toMatchObject({ kind: 'failed', category: 'rate_limit' });
});

test('promise 8: of two wishes to wait the longer counts', async () => {
  const wishes = [60_000, 1000];
  answers.erp = () => failing('rate_limit', 'before_send', wishes.shift());
  await Promise.all([send(), send()]);
  expect(asked.erp).toHaveLength(2);
  expect(await send()).toMatchObject({ kind: 'waiting', at: START + 60_000 });
});

test('promise 8: a system that answers late or not at all gets fewer calls at once', async () => {
  open({}, 4);
  expect(wayOut.standing(systems.erp).limit).toBe(4);
  answers.erp = () => new Promise(() => undefined);
  const late = send();
  await seconds(20);
  expect(await late).toMatchObject({ kind: 'failed', category: 'timeout' });
  expect(wayOut.standing(systems.erp)).toMatchObject({ breaker: 'closed', limit: 2 });
});

test('promise 8: a silent system is left alone, one probe sees whether it is back, and waiting costs no attempt', async () => {
  answers.erp = () => failing('connection', 'before_send');
  for (let n = 0; n < 5; n += 1) expect(await send()).toMatchObject({ kind: 'failed' });
  expect(await send()).toMatchObject({
    kind: 'waiting',
    at: START + 1000,
    why: "the ERP doesn't answer and is left alone",
  });
  expect(await send('wms')).toMatchObject({ kind: 'ok' });
  await seconds(1);
  let answer = (_: Json) => {};
  answers.erp = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const [probe, beside] = [send(), send('erp', 'ALT')];
  expect(await beside).toMatchObject({ kind: 'waiting', at: START + 21_000 });
  answer({});
  expect(await probe).toMatchObject({ kind: 'ok' });
  expect(asked.erp).toHaveLength(6);
  answers.erp = async () => ({});
  expect(await send('erp', 'ALT')).toMatchObject({ kind: 'ok' });
  expect(news.map((hold) => hold?.reason ?? null)).toEqual(['silent', null]);
});

test('promise 8: a system that is back after a silence begins with one call, however many it took before', async () => {
  open({}, 16);
  answers.erp = () => new Promise((resolve) => ticker.after(10, () => resolve({})));
  const many = Promise.all(Array.from({ length: 100 }, () => send()));
  await seconds(1);
  await many;
  expect(wayOut.standing(systems.erp).limit).toBe(16);
  answers.erp = () => failing('connection', 'before_send');
  await Promise.all(Array.from({ length: 5 }, () => send()));
  expect(wayOut.standing(systems.erp).breaker).toBe('open');
  await seconds(2);
  answers.erp = async () => ({});
  expect(await send()).toMatchObject({ kind: 'ok' });
  expect(wayOut.standing(systems.erp)).toMatchObject({ breaker: 'closed', limit: 1 });
});

test('promise 8: a system that says "too many" again and again is there: it is no silence, but gets fewer at once', async () => {
  open({}, 4);
  answers.erp = () => failing('rate_limit', 'before_send', 1000);
  for (let n = 0; n < 10; n += 1) {
    await send();
    await seconds(n + 1);
  }
  expect(asked.erp).toHaveLength(10);
  expect(wayOut.standing(systems.erp)).toMatchObject({ breaker: 'closed', limit: 1 });
});

test('promise 8: a sign-in that is refused is not tried by every order', async () => {
  answers.erp = () => failing('authentication', 'before_send');
  for (let n = 0; n < 50; n += 1) await send();
  expect(asked.erp).toHaveLength(5);
  expect(wayOut.road('DEMO', 'erp')?.hold?.why).toBe('the ERP refuses our sign-in and is left alone');
});

test('promise 8: in a maintenance window nothing goes, not even a poll, until its end', async () => {
  open({ maintenance: [{ days: ['sun'], from: '13:00', to: '14:30', zone: 'Europe/Berlin', why: 'updates' }] });
  const until = START + 90 * 60_000;
  expect(await send()).toMatchObject({ kind: 'waiting', at: until, why: 'the ERP is in maintenance (updates)' });
  const poll = wayOut.ask(systems.erp, async () => 'asked');
  await expect(poll).rejects.toMatchObject({ category: 'rate_limit', retryAfterMs: 90 * 60_000 });
  expect(asked.erp).toEqual([]);
  await ticker.moveTo(until);
  expect(await send()).toMatchObject({ kind: 'ok' });
  expect(await wayOut.ask(systems.erp, async () => 'asked')).toBe('asked');
});

test('promise 8: a poll that is told to wait lets the calls wait too', async () => {
  await expect(wayOut.ask(systems.erp, () => failing('rate_limit', 'before_send', 9000))).rejects.toThrow('why');
  expect(await send()).toMatchObject({ kind: 'waiting', at: START + 9000 });
});

test('what an operator paused waits without an end, for its shop or for all, until it is resumed', async () => {
  pauses = new Pauses({ read: () => [], write: () => undefined });
  open();
  pauses.add({ system: 'erp', shop: 'ALT', since: START, reason: 'new prices' });
  expect(await send('erp', 'ALT')).toMatchObject({ kind: 'waiting', why: 'an operator paused the ERP (new prices)' });
  expect(wayOut.road('ALT', 'erp')?.hold).toMatchObject({ until: null, reason: 'paused' });
  expect(await send()).toMatchObject({ kind: 'ok' });
  pauses.add({ system: null, shop: null, since: START, reason: '' });
  expect(await send()).toMatchObject({ kind: 'waiting', why: 'an operator paused the ERP' });
  const poll = wayOut.ask(systems.erp, async () => expect.fail('a pause is one for polls too'));
  await expect(poll).rejects.toMatchObject({ category: 'rate_limit', message: 'an operator paused the ERP' });
  pauses.remove({ system: null, shop: null });
  expect(await send('erp', 'ALT')).toMatchObject({ kind: 'ok' });
});

test('a pause stops also what waits for its turn already; what is out is counted until it ends', async () => {
  pauses = new Pauses({ read: () => [], write: () => undefined });
  open({ adaptive: false }, 1);
  let answer = (_: Json) => {};
  answers.erp = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const [first, mine, other] = [send(), send(), send('erp', 'ALT')];
  await ticker.settle();
  pauses.add({ system: null, shop: 'DEMO', since: START, reason: '' });
  const out = (shop: string | null) => wayOut.out({ system: 'erp', shop });
  expect([out(null), out('DEMO'), out('ALT'), wayOut.out({ system: 'wms', shop: null })]).toEqual([1, 1, 0, 0]);
  answer({});
  expect(await first).toMatchObject({ kind: 'ok' });
  expect(await mine).toMatchObject({ kind: 'waiting', why: 'an operator paused the ERP' });
  expect([out('DEMO'), out('ALT')]).toEqual([0, 1]);
  answer({});
  expect(await other).toMatchObject({ kind: 'ok' });
  expect(asked.erp).toEqual(['DEMO 0', 'ALT 0']);
});

test('promise 8: a dead system delays no other: neither its calls nor its silence', async () => {
  answers.erp = () => new Promise(() => undefined);
  const hanging = Array.from({ length: 100 }, () => send());
  for (let n = 0; n < 20; n += 1) expect(await send('wms')).toMatchObject({ kind: 'ok' });
  expect(asked.wms).toEqual(Array(20).fill('DEMO 0'));
  await seconds(20);
  expect(await Promise.race(hanging)).toMatchObject({ kind: 'failed', category: 'timeout' });
});

test('promise 8: 10,000 calls of one shop starve no other', async () => {
  open({ adaptive: false }, 1);
  answers.erp = () => new Promise((resolve) => ticker.after(50, () => resolve({})));
  const flood = Array.from({ length: 10_000 }, () => send('erp', 'FLOOD'));
  const other = send('erp', 'SMALL');
  await ticker.moveTo(START + 200);
  expect(await other).toMatchObject({ kind: 'ok' });
  expect(asked.erp.slice(0, 3)).toEqual(['FLOOD 0', 'FLOOD 0.05', 'SMALL 0.1']);
  expect(flood).toHaveLength(10_000);
});
