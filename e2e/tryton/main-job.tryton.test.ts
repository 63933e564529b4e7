import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBackOffice } from '../checker/stores.ts';
import { cameThrough, countIn } from '../demo/count.ts';
import { placeOrders } from '../demo/customers.ts';
import { type Demo, startTrytonDemo } from '../demo/demo.ts';
import { demoOptions } from '../demo/options.ts';
import type { TrytonOffice } from '../demo/tryton-office.ts';
import { eventually } from '../promises/ground.ts';

const checkout = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'causeway-main-job-'));
let demo: Demo<TrytonOffice>;

beforeAll(async () => {
  const options = demoOptions(['--check', '--erp', 'tryton', '--wms', 'tryton', '--dir', folder], checkout);
  if (options === null) throw new Error('no options');
  demo = await startTrytonDemo(options, checkout, () => undefined);
});
afterAll(async () => {
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function buy(orders: number): Promise<void> {
  return placeOrders({ shop: demo.served.shop, orders, log: demo.buyerLog, say: () => undefined });
}

test('Tryton killed while it takes orders, and started again: every order is there once, and shipped', async () => {
  const { tryton, stores } = demo.backOffice;
  await buy(2);
  await eventually(
    () => expect(readBackOffice({ tryton: tryton.databaseFile }).orders.size).toBeGreaterThan(0),
    60_000,
    10,
  );
  await tryton.kill();
  await buy(1);
  await tryton.start();
  await eventually(
    async () => {
      const { count, findings, whole } = await countIn(checkout, demo.served.shop, stores, demo.buyerLog);
      expect({ ...count, through: cameThrough(count, 3), whole }, findings).toMatchObject({
        through: true,
        whole: true,
      });
    },
    150_000,
    1000,
  );
});
