import { MIRROR_BYTES_MAX, OrderStockNeed } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { follower, items, stocked } from '../rehearsal/follower.ts';
import type { Road } from '../rehearsal/road.ts';
import { aRefund } from '../rehearsal/snapshot.ts';

let road: Road;
beforeEach(() => {
  road = follower();
});

describe('the stock is told', () => {
  it('of every SKU once the shop keeps a checkpoint that says so, and not before', () => {
    road.look();
    while (road.reply() !== null);
    expect(road.told).toEqual([]);
    road.exchange('failing');
    expect(road.told).toEqual([]);
    road.settleDown(1);
    const need = OrderStockNeed.parse(road.toldTo('stock/CW-001').at(-1));
    expect(need).toMatchObject({ order: 'order/1042', reduced: '3', allocatedAt: null, final: false, incarnation: 1 });
    expect(OrderStockNeed.parse(road.toldTo('stock/CW-002').at(-1))).toMatchObject({ reduced: '1' });
    expect([road.toldTo('stock/CW-001').length, road.toldTo('stock/CW-002').length]).toEqual([1, 1]);
    expect(JSON.stringify(road.view.checkpoint?.body)).toContain('"skus":{"CW-001":"0","CW-002":"0"}');
  });

  it('when the ERP has allocated, when a line goes, and when the order is over; of nothing else', () => {
    road.begin().allocate();
    const allocatedAt = new Date(road.now).toISOString();
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ allocatedAt, final: false });
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ releasedAt: allocatedAt, shippedAt: null });
    const before = road.toldTo('stock/CW-001').length;
    road.change({ customer_note: 'ring' }).settleDown();
    expect(road.toldTo('stock/CW-002').length).toBe(before);
    road.change({ items: items('2', '0').toSpliced(1, 1) }).settleDown();
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ reduced: '0' });
    expect(road.toldTo('stock/CW-001').length).toBe(before);
    road.change({ items: items(), status: 'cancelled' }).settleDown();
    expect(road.view.state).toBe('cancelled');
    expect(road.toldTo('stock/CW-001').at(-1)).toMatchObject({ final: true, allocatedAt: null });
  });

  it.each([-600_000, 600_000])('by the clocks of ERP and warehouse, which are %i ms ahead of ours', (ahead) => {
    road.theirsAhead = ahead;
    road.begin().allocate();
    const theirs = new Date(road.now + ahead).toISOString();
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ allocatedAt: theirs, releasedAt: theirs });
    road.loseEngine();
    expect(road.state.heldSince).toEqual({ allocated: null, released: null, shipped: null });
    road.settleDown(1);
    const later = OrderStockNeed.parse(road.toldTo('stock/CW-002').at(-1));
    expect(Date.parse(later.allocatedAt ?? '')).toBeGreaterThan(Date.parse(theirs));
  });

  it('anew once the ERP has allocated again what it had let go', () => {
    road.begin();
    for (const allocation of ['full', 'none', 'full'] as const) {
      for (const doc of road.office.liveOrders()) Object.assign(doc, { allocation });
      road.now += 1000;
      road.notice('erp');
      road.settleDown();
      const allocatedAt = allocation === 'full' ? new Date(road.now).toISOString() : null;
      expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ allocatedAt });
    }
  });

  it.each([
    ['the trash, from where it may come back: they stay taken', { status: 'trash' }, '3'],
    ['deleted for good: they count as given back', null, '0'],
    ['refunded whole, and nothing put back: they count as given back', { status: 'refunded' }, '0'],
  ])(
    'of the units of an order that is put away as it was, once ERP and warehouse let go of it: %s',
    (_, away, units) => {
      road.begin();
      road.shop.change(away ?? {});
      road.look(away ? undefined : { ...road.shop.look(), snapshot: { deleted: true, id: 1042 } });
      const before = road.told.length;
      road.settleDown();
      expect(road.view.state).toBe('cancelled');
      const told = road.told.slice(before).filter(({ subject }) => subject === 'stock/CW-001');
      expect(told.map(({ body }) => OrderStockNeed.parse(body))).toMatchObject([{ final: true, reduced: units }]);
      road.change({ status: 'processing' }).settleDown();
      expect(road.toldTo('stock/CW-001').at(-1)).toMatchObject({ reduced: '3' });
    },
  );

  it('of units that were refunded before they left, once the order is completed: no word of the ERP is waited for', () => {
    road.begin().allocate();
    const lines = [{ item_id: 18, quantity: '1', total: '10.00', total_tax: '1.90' }];
    road.change({ refunds: [{ ...aRefund(77, '11.90'), lines }] }).settleDown();
    road.allocate('partial').work(3);
    expect(road.view.state).toBe('completed');
    const kept = OrderStockNeed.parse(road.toldTo('stock/CW-002').at(-1));
    expect(kept).toMatchObject({ reduced: '1', final: true, allocatedAt: null, shippedAt: expect.any(String) });
  });

  it('of as many SKUs as an order has; its checkpoint stays within bounds', () => {
    const many = Array.from({ length: 250 }, (_, nr) =>
      stocked(100 + nr, `${'LONG-SKU-OF-A-VARIATION-'.repeat(2)}${nr}`, '1'),
    );
    road.change({ items: many, totals: { ...road.shop.order.totals, total: '2980.95' } }).settleDown();
    road.wait();
    road.settleDown();
    expect([road.causes, new Set(road.told.map(({ subject }) => subject)).size]).toEqual([[], 250]);
    expect(Buffer.byteLength(JSON.stringify(road.view))).toBeLessThanOrEqual(MIRROR_BYTES_MAX);
  });

  it('of no order from before go-live, and by no shop that leaves its stock alone', () => {
    road.goLiveAt = null;
    road.look();
    road.settleDown();
    const silent = follower({ stock: false, returns: false });
    silent.look();
    silent.settleDown();
    expect([road.told, silent.told]).toEqual([[], []]);
  });
});
