import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askWorker } from '../../worker/src/control/client.ts';
import type { KnownWhy } from '../../worker/src/control/why/shape.ts';
import { fault, heal, stock } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { basket, buy, createInPhp } from '../stage/buyer/index.ts';
import { evalPhp } from '../stage/index.ts';
import { causeway } from './causeway.ts';
import { eventually, stand } from './ground.ts';
import { doorbellOf, panelOrder, sql, statusOf } from './shop-store.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await stand();
});
afterAll(() => demo?.stop());

const ask = (order: number | string, ...more: string[]) =>
  causeway(['why', String(order), '--config', demo.worker.configuration, ...more]);

/** The first line of the answer, which must be one. */
async function headline(order: number | string): Promise<string> {
  const { code, stdout, stderr } = await ask(order);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n')[0] ?? '';
}

/** The worker's answer, without the command line between: for what is asked again and again. */
async function why(order: number): Promise<KnownWhy> {
  const socket = join(demo.worker.folder, 'state/control.sock');
  const said = await askWorker(socket, { ask: 'why', shop: 'DEMO', order: String(order) });
  if (said?.why.found !== true) throw new Error(`not known: ${JSON.stringify(said)}`);
  return said.why;
}

/** The gate that it stands before. */
const standsBefore = async (order: number) =>
  (await why(order)).gates.find(({ status }) => /waiting|held/.test(status));

const essence = (gates: readonly { readonly name: string; readonly status: string }[]) =>
  gates.map(({ name, status }) => `${name} ${status}`);

/** The panel's page tells the same gates as the command line. */
async function panelAgrees(orderId: number): Promise<void> {
  await eventually(async () => {
    const panel = await panelOrder(demo.served.shop, orderId);
    expect(essence(panel.gates)).toEqual(essence((await why(orderId)).gates));
  });
}

/** An order in PHP, before whose save `statements` ran (with `$order`). */
function placed(statements: string): Promise<number> {
  return evalPhp(
    demo.served.shop,
    `$order = new WC_Order();
     $order->add_product( wc_get_product( wc_get_product_id_by_sku( 'SKU-001' ) ), 1 );
     $order->set_payment_method( 'cod' );
     $order->set_status( 'processing' );
     ${statements}
     $order->save();
     return $order->get_id();`,
  );
}

const orders: Record<'shipped' | 'held' | 'short' | 'before' | 'refused' | 'throttled', number> = {
  shipped: 0,
  held: 0,
  short: 0,
  before: 0,
  refused: 0,
  throttled: 0,
};

test('promise 7: each order says where it is and why, and the panel tells the same gates', async () => {
  const { shop } = demo.served;
  await stock(demo.backOffice, 'SKU-020', 1);
  orders.shipped = (await buy(shop, basket(1))).orderId;
  orders.held = (await createInPhp(shop, { ...basket(2), payment: 'barter' })).orderId;
  orders.short = (await createInPhp(shop, { ...basket(3), lines: [{ sku: 'SKU-020', quantity: 2 }] })).orderId;
  orders.before = await placed('$order->set_date_created( time() - DAY_IN_SECONDS );');

  await eventually(async () => expect((await why(orders.shipped)).state).toBe('completed'));
  expect(await headline(orders.shipped)).toMatch(/^Order \d+ \(DEMO-\d+-[0-9a-f]{4}\) is completed: Shipped in full/);
  expect(await headline(orders.held)).toMatch(/ is held: Payment method "barter" is not mapped\. Add payment method/);
  await eventually(async () => expect((await standsBefore(orders.short))?.detail).toMatch(/^stock/));
  expect(await headline(orders.short)).toMatch(/ waits: stock: the ERP allocated a part( until \d\d:\d\d:\d\d)?$/);
  await eventually(async () => expect((await why(orders.before)).state).toBe('before_go_live'));
  expect(await headline(orders.before)).toMatch(/ is before go live: Placed before go-live/);
  for (const order of ['shipped', 'held', 'short', 'before'] as const) await panelAgrees(orders[order]);

  const told = JSON.parse((await ask(orders.held, '--json')).stdout) as KnownWhy;
  expect(essence(told.gates)).toEqual(essence((await why(orders.held)).gates));
  expect(await headline(told.external_id ?? '')).toContain(`Order ${orders.held} (${told.external_id})`);
});

test('an ERP that refuses, and one that asks for a pause: what is waited for, and until when', async () => {
  const { shop } = demo.served;
  await fault(demo.backOffice, 'erp', { kind: 'error', status: 503, method: 'POST', path: '/orders' });
  orders.refused = (await buy(shop, basket(4))).orderId;
  const attempts = /^attempt \d of 8 with the ERP \(.*503.*\)$/;
  await eventually(async () => expect((await standsBefore(orders.refused))?.detail).toMatch(attempts));
  expect(await headline(orders.refused)).toMatch(/ waits: (attempt \d of 8 with the ERP|the ERP's answer)/);
  await heal(demo.backOffice);
  await fault(demo.backOffice, 'erp', { kind: 'rate_limit', retry_after_s: 600 });
  orders.throttled = (await buy(shop, basket(5))).orderId;
  await eventually(async () => {
    const { held_calls } = await why(orders.throttled);
    expect(held_calls).toEqual([
      { system: 'erp', why: "the ERP's limit (it asked for a pause)", until: expect.any(Number) },
    ]);
  });
  // The system's word is there a moment before the order's own call has come back with it.
  const limited = / waits: the ERP's limit \(it asked for a pause\) until \d\d:\d\d:\d\d$/;
  await eventually(async () => expect(await headline(orders.throttled)).toMatch(limited));
});

test('what is no order, and a shop that can not be asked, end with 1 and the reason', async () => {
  expect(await ask(999_999)).toMatchObject({ code: 1, stdout: '', stderr: 'The shop has no order 999999.\n' });
  expect(await ask('DEMO-999999-0000')).toMatchObject({ code: 1, stderr: 'The shop has no order 999999.\n' });
  await demo.served.php.kill();
  await eventually(async () => {
    const { code, stderr } = await ask(999_999);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^It is not held here, and the shop can't be asked: .* \(not reached since \d\d:\d\d:\d\d\)\n$/,
    );
  });
  expect(await headline(orders.held)).toContain('is held');
  await demo.served.php.start();
});

test('promise 10: after refusals, pauses and a shop that was away neither log nor metrics name a customer or a secret', async () => {
  const { shop } = demo.served;
  const { folder, log, intakeUrl } = demo.worker;
  const said = {
    'worker log': readFileSync(log, 'utf8'),
    metrics: await (await fetch(`${intakeUrl}/metrics`)).text(),
    'shop log': existsSync(shop.debugLog) ? readFileSync(shop.debugLog, 'utf8') : '',
  };
  expect(said['worker log']).toContain('no exchange with the shop');
  expect(said.metrics).toMatch(/causeway_call_seconds_count\{.*outcome="unknown_outcome"/);
  const bought = Array.from({ length: 5 }, (_, number) => basket(number + 1).address);
  const personal = bought.flatMap(({ last_name, address_1, city, email, phone }) => {
    return [last_name, address_1, city, email, phone];
  });
  const kept = ['secrets', 'state/shops'].flatMap((name) =>
    readdirSync(join(folder, name)).map((file) => [name, file]),
  );
  const secrets = kept.map((path) => readFileSync(join(folder, ...path), 'utf8').trim());
  const { token } = JSON.parse(readFileSync(join(folder, 'state/shops/DEMO.json'), 'utf8')) as { token: string };
  const bell = new URL(await doorbellOf(shop)).pathname.split('/').at(-1) ?? '';
  expect([secrets.length > 2, token.length > 20, bell.length]).toEqual([true, true, 32]);
  for (const [where, text] of Object.entries(said))
    for (const value of [...personal, ...secrets, token, bell])
      expect(text.includes(value), `${value} stands in the ${where}`).toBe(false);
});

test('while no worker runs the file answers, and the shop knows what came since', async () => {
  const { shop } = demo.served;
  await demo.worker.kill();
  expect(existsSync(join(demo.worker.folder, 'state/control.sock'))).toBe(true);
  const captured = (await buy(shop, basket(6))).orderId;
  await eventually(async () =>
    expect(
      await sql(shop, `SELECT id FROM {outbox} WHERE filled_at IS NOT NULL AND subject = 'order/${captured}'`),
    ).toHaveLength(1),
  );
  await capturing(false);
  const missed = await placed('');
  await capturing(true);

  const { code, stdout } = await ask(orders.held);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Order \d+ \(.*\) is held: Payment method/);
  expect(stdout).toMatch(
    /No worker runs: this is what the engine's file says, and nothing moves until one is started\.\n$/,
  );
  expect(await headline(orders.short)).toContain('waits: stock');
  for (const order of [captured, missed]) {
    expect(await ask(order)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/file does not hold it, and no worker runs/),
    });
  }
  expect(essence((await panelOrder(shop, captured)).gates)).toEqual([
    'captured passed',
    'go_live passed',
    'worker waiting',
  ]);
  const [gate] = (await panelOrder(shop, missed)).gates;
  expect(gate).toMatchObject({
    name: 'captured',
    status: 'waiting',
    detail: expect.stringContaining('Not captured yet'),
  });

  await workerAway(captured, missed);
});

/** As while the plugin is switched off. */
function capturing(on: boolean): Promise<unknown> {
  const statement = "Causeway\\Plugin::instance()->settings()->write( array( 'capturing' => $args['on'] ) ); return 1;";
  return evalPhp(demo.served.shop, statement, { on });
}

/** Ten minutes without a worker, and its return; with the orders that wait meanwhile. */
async function workerAway(captured: number, missed: number): Promise<void> {
  const { shop } = demo.served;
  const alarms = () =>
    readFileSync(shop.mailLog, 'utf8')
      .split('\n')
      .filter((line) => line.includes('Causeway'))
      .map((line) => (JSON.parse(line) as { subject: string }).subject.replace(/^\[.*\] /, ''));
  await sweepRuns();
  expect(alarms()).toEqual([]);
  const minutes = 11 * 60_000;
  await sql(
    shop,
    `UPDATE {link} SET worker_seen_at = worker_seen_at - ${minutes}, paired_at = paired_at - ${minutes}, go_live_at = go_live_at - ${minutes}`,
  );
  await sweepRuns();
  await sweepRuns();
  expect(alarms()).toEqual(['Orders wait: the Causeway worker does not come']);

  await heal(demo.backOffice);
  await demo.worker.start();
  const back = ['Orders wait: the Causeway worker does not come', 'The Causeway worker is back'];
  await eventually(() => expect(alarms()).toEqual(back));
  // Its socket replaced what the kill left; what it doesn't hold it asks the shop for.
  for (const order of [captured, missed]) {
    await eventually(async () => expect((await why(order)).told_by).toBe('worker'));
  }
  await eventually(async () => expect(await statusOf(shop, captured)).toBe('completed'));
  await sweepRuns();
  expect(alarms()).toEqual(back);
}

/** As cron runs it, in a request of the web server. */
async function sweepRuns(): Promise<void> {
  const { shop } = demo.served;
  await evalPhp(
    shop,
    "wp_schedule_single_event( time() - 1, 'causeway_sweep' ); delete_transient( 'doing_cron' ); return 1;",
  );
  expect((await fetch(`${shop.url}/wp-cron.php`)).status).toBe(200);
  const left = "return false === wp_next_scheduled( 'causeway_sweep' );";
  await eventually(async () => expect(await evalPhp(shop, left)).toBe(true));
}
