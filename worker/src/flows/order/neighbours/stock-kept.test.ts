import { OrderStockNeed } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { follower, givenBack, items } from '../rehearsal/follower.ts';
import type { Road } from '../rehearsal/road.ts';

let road: Road;
beforeEach(() => {
  road = follower();
});

describe('the stock is told', () => {
  it('of its end, and the order stays open until every stock says that the shop keeps it', () => {
    const says = (sku: string, body = road.toldTo(`stock/${sku}`).at(-1)) =>
      road.tell(`stock/${sku}`, { about: 'stock_kept', sku, word: OrderStockNeed.parse(body).word ?? '' });
    road.begin();
    road.change({ items: items('0', '0').map((item) => ({ ...item, stock: null })), status: 'cancelled' });
    const before = road.toldTo('stock/CW-002').at(-1);
    road.settleDown();
    expect([road.view.state, road.view.open, road.last?.open]).toEqual(['cancelled', true, true]);
    says('CW-001');
    says('CW-002', before);
    road.settleDown();
    expect(road.view.open).toBe(true);
    const told = road.told.length;
    road.loseEngine();
    road.settleDown(1);
    expect(road.told.slice(told).map(({ subject }) => subject)).toEqual(['stock/CW-001', 'stock/CW-002']);
    says('CW-001');
    says('CW-002');
    road.settleDown();
    expect([road.view.open, road.last?.open]).toEqual([false, false]);
  });

  it('again by an engine that lost its file, also of what is no longer in the order', () => {
    road.begin();
    road.shop.change({ items: items().toSpliced(1, 1) });
    const before = road.told.length;
    road.loseEngine();
    expect(road.told.length).toBe(before);
    road.settleDown(1);
    expect(road.told.slice(before).map(({ subject }) => subject)).toEqual(['stock/CW-001', 'stock/CW-002']);
    expect(road.toldTo('stock/CW-001').at(-1)).toMatchObject({ reduced: '3' });
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ reduced: '0', rev: road.shop.rev });
  });

  it('what it was told before, so that who had no room for the order’s name can tell', () => {
    road.begin();
    const needs = () => road.toldTo('stock/CW-002').map((need) => (need as { before?: object }).before);
    expect(needs()).toEqual([{ reduced: '0', held: false }]);
    road.allocate();
    road.change({ items: givenBack() }).settleDown();
    expect([needs()[1], needs().at(-1)]).toEqual([
      { reduced: '1', held: false },
      { reduced: '1', held: true },
    ]);
    road.loseEngine();
    road.settleDown();
    expect(needs().at(-1)).toBeUndefined();
  });

  it('what it was told as final before, so that a forgotten name counts once', () => {
    road.begin().allocate().work(3);
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({
      final: true,
      settled: '0',
      shippedAt: '2026-11-28T10:00:00Z',
    });
    road.shop.change({ items: givenBack() });
    const byCheckpoint = structuredClone(road.state);
    road.look();
    road.settleDown();
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ final: true, settled: '1', reduced: '0' });
    road.state = byCheckpoint;
    road.loseEngine();
    road.settleDown();
    expect(road.toldTo('stock/CW-002').at(-1)).toMatchObject({ final: true, reduced: '0' });
  });
});
