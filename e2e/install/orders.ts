import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { eventually } from '../promises/ground.ts';
import { panelOrder, statusOf } from '../promises/shop-store.ts';
import { basket, buy } from '../stage/buyer/index.ts';
import type { Ground } from './ground.ts';

/** Rows of a back office's own store that are of the order. */
function documentsOf(ground: Ground, system: 'erp' | 'wms', orderId: number): readonly unknown[] {
  const table = { erp: 'sales_order', wms: 'warehouse_release' }[system];
  const store = new DatabaseSync(join(ground.backOfficeFolder, `${system}.sqlite`), { readOnly: true });
  try {
    return store.prepare(`SELECT * FROM ${table} WHERE external_id LIKE ?`).all(`SHOP-${orderId}-%`);
  } finally {
    store.close();
  }
}

/** Bought in the shop, it is shipped and completed, and both systems have it once. `number`: the basket's. */
export async function orderComesThrough(ground: Ground, number: number): Promise<void> {
  const { shop } = ground.served;
  const { orderId } = await buy(shop, basket(number), 'classic');
  await eventually(() => expect(documentsOf(ground, 'wms', orderId)).toMatchObject([{ status: 'shipped' }]));
  await eventually(async () => expect(await statusOf(shop, orderId)).toBe('completed'));
  expect(documentsOf(ground, 'erp', orderId)).toHaveLength(1);
  expect(documentsOf(ground, 'wms', orderId)).toHaveLength(1);
  const shown = { state: 'completed', erp_number: expect.stringMatching(/./) };
  await eventually(async () => expect(await panelOrder(shop, orderId)).toMatchObject(shown));
}
