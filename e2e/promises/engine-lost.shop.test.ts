import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fault, heal, stock } from '../demo/back-office-control.ts';
import { cameThrough, countOrders } from '../demo/count.ts';
import type { Demo } from '../demo/demo.ts';
import { basket } from '../stage/buyer/index.ts';
import { evalPhp, script } from '../stage/eval.ts';
import { all } from '../suite/longer.ts';
import { externalIds } from './back-office-stores.ts';
import { logOf } from './causeway.ts';
import { copyEngineFile, removeEngineFile } from './engine-file.ts';
import { checkout, eventually, stand } from './ground.ts';
import { leaseEnds, turnEnds } from './passing-time.ts';
import { sql } from './shop-store.ts';

const PATIENCE_MS = 300_000;
/** Open when the engine's file is lost. */
const OPEN = all ? 50 : 12;
/** Half of the catalogue is out of stock, and the warehouse takes nothing: orders stay open, each where it is. */
const OUT_OF_STOCK = Array.from({ length: 10 }, (_, index) => `SKU-${String(index + 11).padStart(3, '0')}`);
const NO_RELEASES = { kind: 'rate_limit', method: 'POST', path: '/releases', retry_after_s: 1 };
/** The ERP has committed, and its answer is on the way. */
const slowAnswers = (count: number) => ({
  ...{ kind: 'latency', ms: 5000, after_commit: true, method: 'POST', path: '/orders', count },
});

let demo: Demo;
const placed: Placed[] = [];

interface Placed {
  readonly id: number;
  readonly key: string;
}

beforeAll(async () => {
  demo = await stand();
  for (const sku of OUT_OF_STOCK) await stock(demo.backOffice, sku, 0);
  await fault(demo.backOffice, 'wms', NO_RELEASES);
  await place(OPEN);
  await reachTheErp();
});
afterAll(() => demo?.stop());

/** Orders of as many customers, in one PHP process. */
async function place(count: number): Promise<void> {
  const orders = Array.from({ length: count }, (_, index) => ({
    ...basket(placed.length + index + 1),
    status: 'processing',
  }));
  const code = `$place = static function ( array $args ): array { ${script('order')} };
    return array_map( $place, $args );`;
  placed.push(...(await evalPhp<Placed[]>(demo.served.shop, code, orders)));
}

/** Once each: a second document under one id would stand beside the first. */
async function reachTheErp(): Promise<void> {
  await eventually(() => expect(externalIds(demo, 'erp')).toHaveLength(placed.length), PATIENCE_MS);
}

/** Every order shows the ERP's number: what was begun is known to be done. */
async function areShownAsAccepted(): Promise<void> {
  await eventually(async () => {
    const rows = await sql(demo.served.shop, 'SELECT subject FROM {subject} WHERE erp_number IS NULL');
    expect(rows).toEqual([]);
  }, PATIENCE_MS);
  expect(new Set(externalIds(demo, 'erp')).size, 'one ERP order each').toBe(placed.length);
  expect(externalIds(demo, 'erp')).toHaveLength(placed.length);
}

async function epoch(): Promise<number> {
  const [link] = await sql<{ lease_epoch: string }>(demo.served.shop, 'SELECT lease_epoch FROM {link}');
  return Number(link?.lease_epoch);
}

/** Every time that the worker loaded the shop again, and how many subjects that were. */
const loads = () => logOf(demo.worker.log).flatMap((line) => ('loaded' in line ? [Number(line.loaded)] : []));

test(`a plain restart with ${OPEN} open orders sets nothing recovering and loads nothing again`, async () => {
  await areShownAsAccepted();
  await demo.worker.stop();
  await demo.worker.start();
  await place(1);
  await reachTheErp();
  await areShownAsAccepted();
  expect(loads()).toEqual([]);
  expect(await epoch()).toBe(1);
  const states = await sql<{ state: string }>(demo.served.shop, 'SELECT DISTINCT state FROM {subject}');
  expect(states.map(({ state }) => state)).not.toContain('recovering');
});

test('kill -9 in mid-call: what was out is looked up, nothing is sent twice, nothing is recovering', async () => {
  await fault(demo.backOffice, 'erp', slowAnswers(5));
  await place(5);
  await reachTheErp();
  await demo.worker.kill();
  await turnEnds(demo.served.shop);
  await demo.worker.start();
  await areShownAsAccepted();
  expect([loads(), await epoch()]).toEqual([[], 1]);
});

test('an older copy of the file is put back: the shop knows better, and all its open orders are loaded from there', async () => {
  await demo.worker.stop();
  const putBack = copyEngineFile(demo.worker);
  await demo.worker.start();
  await place(5);
  await reachTheErp();
  await areShownAsAccepted();
  await stock(demo.backOffice, 'SKU-011', 1000);

  await demo.worker.kill();
  putBack();
  await leaseEnds(demo.served.shop);
  await demo.worker.start();
  await place(2);
  await reachTheErp();
  await areShownAsAccepted();
  expect(await epoch()).toBe(2);
  expect(loads()).toEqual([expect.any(Number)]);
  expect(loads()[0]).toBeGreaterThanOrEqual(placed.length - 2);
});

test('the file is gone, with orders at every stage and five on their way to the ERP: none is lost, none is doubled', async () => {
  await fault(demo.backOffice, 'erp', slowAnswers(5));
  await place(5);
  await reachTheErp();
  await demo.worker.kill();
  removeEngineFile(demo.worker);
  await leaseEnds(demo.served.shop);
  // Nobody has served these yet.
  await place(3);
  await demo.worker.start();
  await reachTheErp();
  await areShownAsAccepted();
  expect(await epoch()).toBe(3);
  expect(loads()).toHaveLength(2);
  expect(loads()[1]).toBeGreaterThanOrEqual(placed.length - 3);
});

test('in the end every order came through, once', async () => {
  await heal(demo.backOffice);
  for (const sku of OUT_OF_STOCK) await stock(demo.backOffice, sku, 100_000);
  rememberAsBuyers();
  const counted = await eventually(async () => {
    const latest = await countOrders(checkout, demo.served.shop, demo.sandboxFolder, demo.buyerLog);
    expect({ ...latest.count, findings: latest.findings }).toMatchObject({ completed: placed.length, exceptions: 0 });
    return latest;
  }, PATIENCE_MS);
  expect(cameThrough(counted.count, placed.length), JSON.stringify(counted.count)).toBe(true);
  // Nor was anything doubled and then undone.
  for (const system of ['erp', 'wms'] as const) {
    const ids = externalIds(demo, system);
    expect([ids.length, new Set(ids).size], system).toEqual([placed.length, placed.length]);
  }
});

function rememberAsBuyers(): void {
  const line = ({ id, key }: Placed) => JSON.stringify({ order_id: id, order_key: key, responded_at_ms: Date.now() });
  writeFileSync(demo.buyerLog, `${placed.map(line).join('\n')}\n`);
}
