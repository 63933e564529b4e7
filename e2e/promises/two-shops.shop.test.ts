import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heal, set } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import type { Shop } from '../stage/index.ts';
import { erpOrders, externalIds, releases } from './back-office-stores.ts';
import { causeway, logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { addShop, configure, type SecondShop, type Weather } from './second-shop.ts';
import { doorbellOf, ordersOf, panelOrder, sql, statusOf } from './shop-store.ts';

let demo: Demo;
let alt: SecondShop;
beforeAll(async () => {
  demo = await stand();
  alt = await addShop(demo, 'ALT');
});
afterAll(async () => {
  alt?.setWeather('fair');
  await alt?.stop();
  await demo?.stop();
});

interface ShopHealth {
  readonly problem: string | null;
  readonly leaseLeftMs: number;
  readonly lastExchangeAt: number | null;
}

async function health(): Promise<Readonly<Record<string, ShopHealth>>> {
  const answer = await fetch(`${demo.worker.intakeUrl}/healthz`);
  return ((await answer.json()) as { shops: Record<string, ShopHealth> }).shops;
}

const problemOf = async (code: string) => (await health())[code]?.problem;
const ring = async (shop: Shop) => fetch(await doorbellOf(shop), { method: 'POST' });

/** The warehouse is asked first: that is cheaper than WordPress. */
async function completes(code: 'DEMO' | 'ALT', orderId: number): Promise<void> {
  await eventually(() => expect(releases(demo, orderId, code)).toMatchObject([{ status: 'shipped' }]));
  const { shop } = code === 'DEMO' ? demo.served : alt.served;
  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
}

/** An order of the first shop goes all the way. */
async function demoGoesOn(number: number): Promise<void> {
  await completes('DEMO', (await buy(demo.served.shop, basket(number))).orderId);
}

test('one worker, one ERP and one warehouse serve both', async () => {
  const [first, second] = await Promise.all([buy(demo.served.shop, basket(1)), buy(alt.served.shop, basket(1))]);
  await Promise.all([completes('DEMO', first.orderId), completes('ALT', second.orderId)]);
  expect(await health()).toMatchObject({ DEMO: { problem: null }, ALT: { problem: null } });
});

test("while one shop's exchange hangs, the other's order is completed; the slow answer still counts", async () => {
  alt.setWeather('hangs');
  const slow = await buy(alt.served.shop, basket(2));
  await eventually(() => expect(alt.hung()).toBe(1));
  const { orderId } = await buy(demo.served.shop, basket(2));
  await eventually(async () => {
    expect(await problemOf('ALT'), 'its exchange has not even failed yet').toBeNull();
    expect(erpOrders(demo, orderId)).toHaveLength(1);
  });
  await completes('DEMO', orderId);
  expect(erpOrders(demo, slow.orderId, 'ALT')).toEqual([]);
  alt.setWeather('fair');
  await completes('ALT', slow.orderId);
});

const garbage: ReadonlyArray<readonly [Weather, RegExp]> = [
  ['html', /not JSON/],
  ['shape', /unknown shape/],
  ['huge', /more than \d+ bytes/],
];

test('a shop that answers garbage is said to, and the other does not notice', async () => {
  // From now on: also an order that PHP makes on the command line rings.
  alt.setWeather('html');
  const { orderId } = await createInPhp(alt.served.shop, basket(3));
  for (const [weather, problem] of garbage) {
    alt.setWeather(weather);
    await ring(alt.served.shop);
    await eventually(async () => expect(await problemOf('ALT')).toMatch(problem));
  }
  await demoGoesOn(3);
  expect(await health()).toMatchObject({
    DEMO: { problem: null },
    ALT: { problem: expect.stringMatching(/more than/) },
  });
  expect(erpOrders(demo, orderId, 'ALT')).toEqual([]);
  alt.setWeather('fair');
  await ring(alt.served.shop);
  await completes('ALT', orderId);
  expect(await problemOf('ALT')).toBeNull();
});

test('a shop that is down is waited for; the other goes on, and it catches up when it is back', async () => {
  const { shop, php } = alt.served;
  const bell = await doorbellOf(shop);
  await php.kill();
  const { orderId } = await createInPhp(shop, basket(4));
  await fetch(bell, { method: 'POST' });
  await eventually(async () => expect(await problemOf('ALT')).toMatch(/can't be reached|broke the connection/));
  await demoGoesOn(4);
  expect(erpOrders(demo, orderId, 'ALT')).toEqual([]);
  await php.start();
  await fetch(bell, { method: 'POST' });
  await completes('ALT', orderId);
});

test('a shop whose configuration is broken is left out, and goes on where it was once that is mended', async () => {
  const { shop } = alt.served;
  await set(demo.backOffice, 'erp', { allocate_after_ms: 3000 });
  const underWay = await buy(shop, basket(5));
  await eventually(() => expect(erpOrders(demo, underWay.orderId, 'ALT')).toHaveLength(1));
  await demo.worker.stop();
  const { shops, systems, ...options } = configure(demo, (before) => before);
  const broken = { ...shops[1], wms: 'none', url: 'http://shop.example' };
  configure(demo, () => ({ ...options, systems, shops: [{ ...shops[0] }, broken] }));
  const checked = await causeway(['check', '--config', demo.worker.configuration]);
  expect(checked).toMatchObject({ code: 2, stdout: '' });
  expect(checked.stderr).toMatch(/^shops\.1\.url: must begin with https:\/\/.*\nshops\.1\.wms: no system "none" .*\n/);

  await demo.worker.start();
  const waiting = await createInPhp(shop, basket(6));
  await eventually(() => expect(erpOrders(demo, underWay.orderId, 'ALT')).toMatchObject([{ status: 'allocated' }]));
  await demoGoesOn(5);
  expect(await problemOf('ALT')).toMatch(/not served, its configuration has mistakes: .*no system "none"/);
  expect(logOf(demo.worker.log).map(({ msg }) => msg)).toContain('a shop is left out: mend its configuration');
  expect([...releases(demo, underWay.orderId, 'ALT'), ...erpOrders(demo, waiting.orderId, 'ALT')]).toEqual([]);

  await demo.worker.stop();
  configure(demo, () => ({ ...options, systems, shops }));
  await heal(demo.backOffice);
  await demo.worker.start();
  for (const { orderId } of [underWay, waiting]) {
    await completes('ALT', orderId);
    expect((await panelOrder(shop, orderId)).exception_list).toEqual([]);
  }
});

test('a missing secret leaves out the shops of its system; with no shop left, or one code for two, run ends with 2', async () => {
  await demo.worker.stop();
  const before = configure(demo, (options) => options);
  const secret = join(demo.worker.folder, 'secrets/wms-of-alt');
  const run = () => causeway(['run', '--config', demo.worker.configuration]);
  configure(demo, (options) => {
    options.systems.wms2 = { ...options.systems.wms, apiKeyFile: secret };
    options.shops[1] = { ...options.shops[1], wms: 'wms2' };
    return options;
  });
  await demo.worker.start();
  await eventually(async () => expect((await health()).DEMO).toMatchObject({ problem: null }));
  await eventually(async () => expect((await health()).DEMO?.lastExchangeAt).not.toBeNull());
  expect(await problemOf('ALT')).toMatch(/systems\.wms2: the secret file .*wms-of-alt can't be read \(ENOENT\)/);
  await demo.worker.stop();

  configure(demo, (options) => ({ ...options, shops: [{ ...options.shops[1] }] }));
  expect(await run()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('wms-of-alt') });
  configure(demo, () => ({ ...before, shops: before.shops.map((shop) => ({ ...shop, code: 'DEMO' })) }));
  expect(await run()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('"DEMO" is the code of') });
  configure(demo, () => before);
});

interface Told {
  readonly object_id: string;
  readonly external_id: string;
  readonly erp_number: string;
}

test('nothing crossed over: every document is of one order of its own shop, and its number came home', async () => {
  const expected: string[] = [];
  for (const [code, shop] of [
    ['DEMO', demo.served.shop],
    ['ALT', alt.served.shop],
  ] as const) {
    const subjects = await sql<Told>(shop, `SELECT object_id, external_id, erp_number FROM {subject}`);
    const placed = await ordersOf(shop, ['processing', 'completed']);
    expect(subjects.map((subject) => Number(subject.object_id)).sort()).toEqual(placed.map(({ id }) => id).sort());
    for (const { object_id: id, external_id, erp_number } of subjects) {
      expect(external_id).toMatch(new RegExp(`^${code}-${id}-`));
      expect(erpOrders(demo, Number(id), code)).toMatchObject([{ number: erp_number }]);
      expected.push(external_id);
    }
  }
  expect(externalIds(demo, 'erp')).toEqual(expected.sort());
  expect(externalIds(demo, 'wms')).toEqual(expected);
});
