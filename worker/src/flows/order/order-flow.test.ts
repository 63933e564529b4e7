import { Mirror } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';

test('the main job: one ERP order, its number back, allocated, released, shipped, completed, closed', () => {
  const road = new Road();
  road.look();
  expect(road.view).toMatchObject({
    state: 'submitting',
    external_id: expect.stringMatching(/^DEMO-1042-[0-9a-f]{4}$/),
  });
  road.settleDown();
  expect(road.operations).toEqual(['create_order', 'find_orders']);
  expect(road.view).toMatchObject({ state: 'accepted', erp_number: 'SO-1', waiting_for: "the ERP's allocation" });
  expect(road.shop.applied).toEqual(['erp_number:SO-1']);

  road.allocate();
  expect(road.view.state).toBe('released');
  for (const state of ['picked', 'packed', 'shipped']) {
    road.office.work();
    road.notice('wms');
    road.reply();
    if (state !== 'shipped') expect(road.view.state).toBe(state);
  }
  road.settleDown();
  expect(road.shop.applied).toEqual(['erp_number:SO-1', 'shipment:WR-1-1', 'status:completed']);
  expect(road.shop.order.status).toBe('completed');
  expect(road.view).toMatchObject({ state: 'completed', open: false, waiting_for: '' });
  expect(road.view.stages.map(({ status }) => status)).toEqual(Array(9).fill('done'));
  expect(road.last?.open).toBe(false);
  expect(road.timers.size).toBe(0);
  expect(Mirror.parse(road.view)).toEqual(road.view);
  expect(road.view.timeline.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "Placed in the shop as 1042 (checkout)",
      "Received with status "processing"",
      "All checks passed",
      "Sending to the ERP",
      "The ERP accepted the order as SO-1",
      "The shop shows the ERP number",
      "Stock is allocated in full",
      "Releasing to the warehouse",
      "The warehouse has the release",
      "Picked",
      "Packed",
      "Everything has left the warehouse",
      "The shop shows shipment WR-1-1",
      "The shop shows the order as completed",
      "Completed: shipped in full, and the shop knows",
    ]
  `);
});
