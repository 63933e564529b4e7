import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeRequest } from '@causeway/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminRoute, goLive, pairingCode } from '../demo/connect.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import { evalPhp, type ServedShop, type Shop, serveShop } from '../stage/index.ts';
import { erpOrders, externalIds, releases } from './back-office-stores.ts';
import { causeway, logOf } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { configure } from './second-shop.ts';
import { copyShop } from './shop-copies.ts';
import { doorbellOf, sql, statusOf } from './shop-store.ts';

let demo: Demo;
let copy: ServedShop;
beforeAll(async () => {
  demo = await stand();
  await completes(demo.served.shop, (await buy(demo.served.shop, basket(1))).orderId);
  copy = await serveShop(await copyShop(demo.served, 'copy'));
});
afterAll(async () => {
  await copy?.stop();
  await demo?.stop();
});

interface Status {
  readonly paired: boolean;
  readonly copy: boolean;
  readonly copied: { readonly address: boolean; readonly environment: string | null } | null;
  readonly shop: { readonly id: string; readonly url: string };
}

const status = (shop: Shop): Promise<Status> => adminRoute(shop, 'GET', '/causeway/v1/status', {});
const linkOf = async (shop: Shop) => (await sql(shop, 'SELECT * FROM {link}'))[0];

async function completes(shop: Shop, orderId: number, code?: string): Promise<void> {
  await eventually(() => expect(releases(demo, orderId, code)).toMatchObject([{ status: 'shipped' }]));
  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
}

/** What the worker of the original would send, with its own credential. */
async function exchangeWith(shop: Shop): Promise<{ status: number; body: { code?: string; message?: string } }> {
  const file = join(demo.worker.folder, 'state/shops/DEMO.json');
  const credential = JSON.parse(readFileSync(file, 'utf8'));
  const request: ExchangeRequest = {
    protocol: 1,
    worker: { version: '0.1.0', plugin: { min: '0.1.0', below: '0.2.0' } },
    engine: { id: '11111111-1111-4111-8111-111111111111', commit: 1 },
    shop: credential.shop,
    lease: { epoch: 0, release: false },
    ack: { number: credential.ackNumber, rows: [] },
    effects: [],
    ask: { rows: 10, bytes: 100_000, open_after: null, looks: [] },
    doorbell: null,
  };
  return post(shop, 'exchange', request, { 'X-Causeway-Token': credential.token });
}

async function post(shop: Shop, route: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${shop.url}/?rest_route=/causeway/v1/${route}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as { code?: string; message?: string } };
}

const mails = (shop: Shop) => (existsSync(shop.mailLog) ? readFileSync(shop.mailLog, 'utf8') : '');

/** An hour passes in which no worker came: the genuine shop would sweep by itself now, and mail its administrator. */
async function anHourWithoutWorker(shop: Shop): Promise<void> {
  const hour = 3_600_000;
  await sql(shop, `UPDATE {link} SET swept_at = swept_at - ${hour}, worker_seen_at = worker_seen_at - ${hour}`);
  await sql(shop, `UPDATE {outbox} SET first_at = first_at - ${hour}`);
}

/** The sweep's turn comes, by WordPress's cron over HTTP; in a real WooCommerce through Action Scheduler's queue. */
async function sweepsTurnCame(shop: Shop): Promise<boolean> {
  const real = shop.store.kind === 'woocommerce';
  const action = await evalPhp(
    shop,
    `wp_schedule_single_event( time() - 1, $args['real'] ? 'action_scheduler_run_queue' : 'causeway_sweep' );
     return $args['real'] ? as_enqueue_async_action( 'causeway_sweep', array(), 'causeway' ) : 0;`,
    { real },
  );
  await (await fetch(`${shop.url}/wp-cron.php`)).text();
  return evalPhp(
    shop,
    `return $args['action'] ? 'complete' === ActionScheduler::store()->get_status( $args['action'] )
       : ! wp_next_scheduled( 'causeway_sweep' );`,
    { action },
  );
}

test('a copy at another address refuses the worker, sweeps nothing, mails nobody, and says what it is', async () => {
  const { shop } = copy;
  expect(await exchangeWith(shop)).toMatchObject({ status: 409, body: { code: 'causeway_copy' } });
  const key = (await linkOf(shop))?.mailbox_key;
  expect(await post(shop, `mailbox/${key}/erp`, {})).toMatchObject({ status: 409, body: { code: 'causeway_copy' } });

  const [captured, original] = await Promise.all([buy(shop, basket(2)), buy(demo.served.shop, basket(2))]);
  const lost = await createInPhp(shop, basket(3));
  await sql(shop, `DELETE FROM {outbox} WHERE subject = 'order/${lost.orderId}'`);
  await sql(shop, `DELETE FROM {subject} WHERE subject = 'order/${lost.orderId}'`);
  await anHourWithoutWorker(shop);
  const before = { link: await linkOf(shop), mails: mails(shop) };
  expect(await sweepsTurnCame(shop)).toBe(true);
  expect({ link: await linkOf(shop), mails: mails(shop) }).toEqual(before);
  expect(await sql(shop, 'SELECT subject FROM {outbox}')).toEqual([{ subject: `order/${captured.orderId}` }]);

  expect(await status(shop)).toMatchObject({
    paired: true,
    copy: true,
    copied: { address: true, environment: null },
    shop: { url: shop.url },
  });
  // Its original does not notice.
  await completes(demo.served.shop, original.orderId);
  expect(await status(demo.served.shop)).toMatchObject({ paired: true, copy: false, copied: null });
  expect(refusals()).toEqual([]);
  expect(externalIds(demo, 'erp')).toHaveLength(2);
});

test('a copy of another environment type at the very same address holds the worker off until the shop is back', async () => {
  const staging = await copyShop(demo.served, 'staging', { environment: 'staging', sameAddress: true });
  const { orderId } = await buy(demo.served.shop, basket(6));
  await eventually(() => expect(erpOrders(demo, orderId)).toHaveLength(1));
  await demo.served.php.kill();
  await demo.served.database?.kill();
  const served = await serveShop(staging);
  try {
    await eventually(() => expect(refusals()).toContain('causeway_copy'));
    expect(await status(staging)).toMatchObject({ copy: true, copied: { address: false, environment: 'local' } });
    expect((await health()).shops.DEMO.leaseLeftMs, 'no call leaves').toBe(0);
  } finally {
    await served.stop();
  }
  await demo.served.database?.start();
  await demo.served.php.start();
  await fetch(await doorbellOf(demo.served.shop), { method: 'POST' });
  await completes(demo.served.shop, orderId);
  expect(erpOrders(demo, orderId)).toHaveLength(1);
});

test('a copy declared a new shop is paired, goes live and sends its own orders only', async () => {
  const { shop } = copy;
  const original = await status(demo.served.shop);
  const before = externalIds(demo, 'erp');
  await expect(adminRoute(shop, 'POST', '/causeway/v1/new-shop', { confirm: demo.served.shop.url })).rejects.toThrow(
    'answered 400',
  );
  await adminRoute(shop, 'POST', '/causeway/v1/new-shop', { confirm: shop.url });
  expect(await status(shop)).toMatchObject({ paired: false, copy: false });
  expect((await status(shop)).shop.id).not.toBe(original.shop.id);
  expect(await exchangeWith(shop)).toMatchObject({ status: 409, body: { code: 'causeway_not_paired' } });

  await demo.worker.stop();
  configure(demo, ({ shops: [template], ...options }) => ({
    ...options,
    shops: [{ ...template }, { ...template, code: 'COPY', url: shop.url }],
  }));
  const paired = await causeway(['pair', '--config', demo.worker.configuration, shop.url, await pairingCode(shop)]);
  expect(paired).toMatchObject({ code: 0 });
  await goLive(shop);
  await demo.worker.start();

  const [own, others] = await Promise.all([buy(shop, basket(7)), buy(demo.served.shop, basket(8))]);
  await Promise.all([completes(shop, own.orderId, 'COPY'), completes(demo.served.shop, others.orderId)]);
  expect(await status(demo.served.shop)).toMatchObject({ paired: true, copy: false, shop: original.shop });
  const added = externalIds(demo, 'erp').filter((id) => !before.includes(id));
  expect(added.map((id) => id.split('-')[0])).toEqual(['COPY', 'DEMO']);
  expect(erpOrders(demo, own.orderId, 'COPY')).toHaveLength(1);
});

const refusals = () => logOf(demo.worker.log).flatMap(({ refusal }) => refusal ?? []);

interface Health {
  readonly shops: { readonly DEMO: { readonly leaseLeftMs: number } };
}

async function health(): Promise<Health> {
  return (await (await fetch(`${demo.worker.intakeUrl}/healthz`)).json()) as Health;
}
