import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decider } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineFileInUse } from '../../engine/embedded/file-lock.ts';
import { openEmbeddedEngine } from '../../engine/embedded/open.ts';
import type { Engine } from '../../engine/engine.ts';
import { orderFlow } from '../../flows/order/order-flow.ts';
import { ShopModel } from '../../flows/order/rehearsal/shop.ts';
import { anOrder, PLACED_AT, theSettings } from '../../flows/order/rehearsal/snapshot.ts';
import { ShopUnanswered } from '../../shop/asking.ts';
import { whyFromFile } from './from-file.ts';
import { instant } from './instant.ts';
import { printed } from './print.ts';
import { type KnownWhy, WhyAnswer } from './shape.ts';
import { type ShopDoor, Whys } from './whys.ts';

const now = PLACED_AT + 60_000;
const shop = { code: 'DEMO', goLiveAt: 0, settings: theSettings() };
let folder: string;
let engine: Engine;
/** True: the flow stumbles over whatever happens. */
let broken: boolean;
/** What dispatch says to every call. */
let throttled: { at: number; why: string } | null;

const stumbling: Decider<unknown, unknown> = {
  ...(orderFlow as Decider<unknown, unknown>),
  decide(state, event, context) {
    if (broken) throw new Error('stumbled');
    return (orderFlow as Decider<unknown, unknown>).decide(state, event, context);
  },
};

const file = () => join(folder, 'engine.sqlite');
const open = () =>
  openEmbeddedEngine(file(), {
    deciders: { order: stumbling },
    shop: () => ({ goLiveAt: shop.goLiveAt, settings: shop.settings }),
    dispatch: async () => {
      if (throttled !== null) return { kind: 'waiting', ...throttled };
      return {
        kind: 'failed',
        category: 'rate_limit',
        phase: 'before_send',
        message: 'Too many.',
        retryAfterMs: 60_000,
      };
    },
    now: () => now,
    callsAtOnce: 4,
    log: () => undefined,
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-why-'));
  throttled = null;
  broken = false;
  engine = open();
  engine.start();
});
afterEach(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});

async function place(changes = {}): Promise<void> {
  const order = anOrder(changes);
  const look = new ShopModel(order, PLACED_AT).look();
  const event = { type: 'look', look, traceId: 'a'.repeat(32) } as const;
  await engine.submit([
    { id: `look-${order.id}`, shop: 'DEMO', subject: `order/${order.id}`, event, memory: look.memory },
  ]);
  await engine.drain();
}

type Asked = ShopDoor['ask'];

const door = (more: Partial<ShopDoor> = {}): ShopDoor => ({
  context: () => shop,
  health: () => ({ problem: null, lastExchangeAt: now - 5000 }),
  ask: (subjects) => Promise.resolve(new Map(subjects.map((subject) => [subject, null]))),
  ...more,
});

async function ask(order: string, its: ShopDoor | string = door()): Promise<WhyAnswer> {
  const answer = await new Whys({ engine, shop: () => its, now: () => now }).answer('DEMO', order);
  // As it crosses the socket.
  return WhyAnswer.parse(JSON.parse(JSON.stringify(answer)));
}

async function known(order: string, its?: ShopDoor): Promise<KnownWhy> {
  const answer = await ask(order, its);
  if (!answer.found) throw new Error(answer.reason);
  return answer;
}

test.each(['1042', '#1042', 'order/1042', ' 1042 '])('an order is found by its id, written %j', async (name) => {
  await place();
  const why = await known(name);
  expect(why).toMatchObject({ order_id: 1042, state: 'waiting_for_system', told_by: 'worker' });
  expect(why.gates.find(({ status }) => status === 'waiting')).toMatchObject({ name: 'accepted', until: now + 60_000 });
});

test('by its external id, and by the number that another plugin gave it', async () => {
  await place({ number: 'A-77' });
  const { external_id } = await known('1042');
  expect((await known(external_id ?? '')).order_id).toBe(1042);
  expect(await known('A-77')).toMatchObject({ order_id: 1042, number: 'A-77' });
});

test('an external id that is not of the order with that id names the right one', async () => {
  await place();
  expect(await ask('DEMO-1042-0000')).toMatchObject({
    found: false,
    reason: expect.stringMatching(/^Order 1042 is DEMO-1042-/),
  });
});

test('worst first: what it waits for and until when, then every gate in line', async () => {
  await place();
  const why = await known('1042');
  const [first, ...lines] = printed(why);
  expect(first).toBe(
    `Order 1042 (${why.external_id}) waits: the ERP's limit (Too many.) until ${instant(now + 60_000, now)}`,
  );
  const gates = lines.slice(1, 1 + why.gates.length);
  expect(gates).toHaveLength(why.gates.length);
  expect(gates[0]).toMatch(/^ {2}passed {3}Received from the shop {2,}since /);
  // Aligned: what follows the label begins at one column.
  const columns = gates.filter((line) => line.includes('since')).map((line) => line.indexOf('since'));
  expect(new Set(columns).size).toBe(1);
});

test('held: by what and what to do, and the whole exception below', async () => {
  await place({ payment_method: 'klarna' });
  const lines = printed(await known('1042'));
  expect(lines[0]).toMatch(/ is held: Payment method "klarna" is not mapped\. Add payment method/);
  expect(lines).toContain('Needs a person:');
  expect(lines.join('\n')).toContain('(error, for it; mapping:payment_method:klarna)');
});

test('a call that dispatch holds back is the reason, with its instant', async () => {
  throttled = { at: now + 30_000, why: 'the limit of the ERP' };
  await place();
  const why = await known('1042');
  expect(why.held_calls).toEqual([{ system: 'erp', why: 'the limit of the ERP', until: now + 30_000 }]);
  expect(printed(why)[0]).toMatch(/waits: the limit of the ERP until /);
});

test('an event that could not be decided comes before every gate, also of an order that was never decided', async () => {
  await place();
  broken = true;
  await engine.submit([{ id: 'n', shop: 'DEMO', subject: 'order/1042', event: { type: 'notice', role: 'erp' } }]);
  await place({ id: 7, number: '7' });
  const why = await known('1042');
  expect(why.gates[0]).toMatchObject({ name: 'decided', status: 'held' });
  expect(printed(why)[0]).toMatch(/ is held: Causeway stumbled over something that happened here\. Nothing is lost/);
  expect(await ask('7')).toMatchObject({ found: false, reason: expect.stringMatching(/^Causeway stumbled/) });
});

test('not held: the shop is asked, and what it has is answered in full', async () => {
  const asked: string[] = [];
  const fetches: Asked = async (subjects) => {
    asked.push(...subjects);
    await place();
    return new Map([['order/1042', {}]]);
  };
  expect(await known('1042', door({ ask: fetches }))).toMatchObject({ order_id: 1042 });
  expect(asked).toEqual(['order/1042']);
});

test('not held, and the shop has no such order', async () => {
  expect(printed(await ask('99'))).toEqual(['The shop has no order 99.']);
});

test('not held, and the shop can not be reached: since when, and why', async () => {
  const unreachable: Asked = () => Promise.reject(new ShopUnanswered('the shop did not answer', now - 90_000));
  const answer = await ask('99', door({ ask: unreachable }));
  expect(answer).toMatchObject({ found: false, since: now - 90_000 });
  expect(printed(answer)[0]).toMatch(/can't be asked: the shop did not answer \(not reached since /);
});

test('not held, and the shop is not live: nothing is asked', async () => {
  const never: Asked = () => Promise.reject(new Error('asked'));
  const its = door({ ask: never, context: () => ({ ...shop, goLiveAt: null }) });
  expect(await ask('99', its)).toMatchObject({ reason: expect.stringContaining('is not live') });
});

test('a shop that is not served says why; a number that nobody knows asks for the id', async () => {
  expect(await ask('1042', 'not served: its configuration has a mistake')).toMatchObject({ found: false });
  expect(await ask('A-1')).toMatchObject({ reason: expect.stringContaining('ask by its id') });
});

test('without a worker the file answers, and nothing in it moves', async () => {
  await place();
  await expect(whyFromFile(file(), shop, '1042', now)).rejects.toThrow(EngineFileInUse);
  const before = engine.commit();
  await engine.stop();
  const answer = await whyFromFile(file(), shop, '1042', now);
  expect(answer).toMatchObject({ found: true, told_by: 'file', state: 'waiting_for_system', exchange: null });
  expect(printed(answer).at(-1)).toMatch(/^No worker runs/);
  expect(before).toBeGreaterThan(0);
  expect(await whyFromFile(file(), shop, '99', now)).toMatchObject({ found: false });
  expect(await whyFromFile(join(folder, 'none.sqlite'), shop, '99', now)).toMatchObject({
    reason: expect.stringContaining('none has run here yet'),
  });
  engine = open();
  expect(engine.commit()).toBe(before);
});
