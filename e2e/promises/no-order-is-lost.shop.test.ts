import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cameThrough, countOrders } from '../demo/count.ts';
import type { Demo } from '../demo/demo.ts';
import { erpOrders, releases, requests } from './back-office-stores.ts';
import { type Blow, blows, strike } from './blows.ts';
import { buyInsistently } from './customer.ts';
import { checkout, eventually, stand } from './ground.ts';
import { letTimePass } from './passing-time.ts';
import { ordersOf, type StoredOrder } from './shop-store.ts';

const ORDERS = 12;
const TRIES_MAX = 6;
const seed = Number(process.env.CAUSEWAY_SEED ?? Date.now() % 1_000_000);

/** Both commit and hang up, twice after each start; every webhook comes twice, and the ERP's too late to save anyone. */
const commitsAndHangsUp = (path: string) => ({ kind: 'reset_after_commit', method: 'POST', path, count: 2 });
const comesTwice = { kind: 'duplicate_webhooks' };
const comesLate = { kind: 'delay_webhooks', ms: 4000 };

let demo: Demo;
beforeAll(async () => {
  demo = await stand({
    erpFaults: [commitsAndHangsUp('/orders'), comesTwice, comesLate],
    wmsFaults: [commitsAndHangsUp('/releases'), comesTwice],
  });
});
afterAll(() => demo?.stop());

test('killed parts and lost answers lose no order and double none', async () => {
  console.info(`CAUSEWAY_SEED=${seed} replays these blows`);
  for (const [index, blow] of blows(seed, ORDERS).entries()) await buyUnder(blow, index + 1);
  const orders = await ordersOf(demo.served.shop, ['processing', 'completed']);
  expect(new Set(orders.map(({ email }) => email)).size, 'customers who have an order').toBe(ORDERS);

  await letTimePass(demo.served.shop);
  rememberAsBuyers(orders);
  const counted = await eventually(async () => {
    const latest = await countOrders(checkout, demo.served.shop, demo.sandboxFolder, demo.buyerLog);
    expect({ ...latest.count, findings: latest.findings }).toMatchObject({ completed: orders.length, exceptions: 0 });
    return latest;
  }, 150_000);
  expect(besidesUnpaid(counted.findings)).toEqual([]);
  expect(cameThrough(counted.count, orders.length), JSON.stringify(counted.count)).toBe(true);
  // Nor was anything doubled and then undone.
  for (const { id } of orders) {
    expect(erpOrders(demo, id), `ERP orders of ${id}`).toHaveLength(1);
    expect(releases(demo, id), `releases of ${id}`).toHaveLength(1);
  }
  // The weather was what it was said to be.
  for (const system of ['erp', 'wms'] as const) {
    expect(requests(demo, system).filter(({ fault }) => fault === 'reset_after_commit').length).toBeGreaterThan(1);
  }
});

async function buyUnder(blow: Blow | null, number: number): Promise<void> {
  const struck = blow === null ? Promise.resolve() : strike(demo, blow);
  await buyInsistently(demo.served.shop, number, { triesMax: TRIES_MAX, recovered: () => struck });
  await struck;
}

/** Checkouts that were killed leave unpaid orders behind; the log names every other one. */
function besidesUnpaid(findings: string): string[] {
  return findings.split('\n').filter((line) => line !== '' && !line.includes("not in the buyer's log and not counted"));
}

function rememberAsBuyers(orders: readonly StoredOrder[]): void {
  const line = ({ id, key }: StoredOrder) =>
    JSON.stringify({ order_id: id, order_key: key, responded_at_ms: Date.now() });
  writeFileSync(demo.buyerLog, `${orders.map(line).join('\n')}\n`);
}
