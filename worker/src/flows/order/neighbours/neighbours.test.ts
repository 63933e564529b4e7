import {
  MIRROR_BYTES_MAX,
  OrderForReturn,
  OrderRefunded,
  type OrderSnapshot,
  OrderStockNeed,
} from '@causeway/contracts';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { perform } from '../rehearsal/acts.ts';
import { Road } from '../rehearsal/road.ts';
import { anItem, anOrder, aRefund } from '../rehearsal/snapshot.ts';

const MONEY = { subtotal: '10.00', subtotal_tax: '1.90', total: '10.00', total_tax: '1.90' };

/** Two lines of one stock, one line of another, one that keeps none. */
function items(first = '2', second = '1'): OrderSnapshot['items'] {
  const of = (id: number, sku: string, reduced: string) => ({
    ...anItem(id, sku, reduced, MONEY),
    stock: { sku, reduced },
  });
  return [
    of(17, 'CW-001', first),
    of(18, 'CW-002', second),
    { ...of(19, 'CW-001-B', '1'), stock: aStock('CW-001', '1') },
  ];
}
const aStock = (sku: string, reduced: string) => ({ sku, reduced });

function follower(follows = { stock: true, returns: true }): Road {
  const totals = { ...anOrder().totals, discount: '0', discount_tax: '0', total: '41.65' };
  const road = new Road({ items: items(), coupons: [], totals });
  road.settings = { ...road.settings, follows };
  return road;
}

/** What a subject was told last, and how often it was told. */
const last = (road: Road, subject: string) => road.told.findLast((tell) => tell.subject === subject)?.body;
const times = (road: Road, subject: string) => road.told.filter((tell) => tell.subject === subject).length;

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
    const need = OrderStockNeed.parse(last(road, 'stock/CW-001'));
    expect(need).toMatchObject({ order: 'order/1042', reduced: '3', allocatedAt: null, final: false, incarnation: 1 });
    expect(OrderStockNeed.parse(last(road, 'stock/CW-002'))).toMatchObject({ reduced: '1' });
    expect([times(road, 'stock/CW-001'), times(road, 'stock/CW-002')]).toEqual([1, 1]);
    expect(JSON.stringify(road.view.checkpoint?.body)).toContain('"skus":{"CW-001":"0","CW-002":"0"}');
  });

  it('when the ERP has allocated, when a line goes, and when the order is over; of nothing else', () => {
    road.look();
    road.settleDown();
    road.allocate();
    const allocatedAt = new Date(road.now).toISOString();
    expect(last(road, 'stock/CW-002')).toMatchObject({ allocatedAt, final: false });
    expect(last(road, 'stock/CW-002')).toMatchObject({ releasedAt: allocatedAt, shippedAt: null });
    const before = times(road, 'stock/CW-001');
    road.change({ customer_note: 'ring' }).settleDown();
    expect(times(road, 'stock/CW-002')).toBe(before);
    road.change({ items: items('2', '0').toSpliced(1, 1) }).settleDown();
    expect(last(road, 'stock/CW-002')).toMatchObject({ reduced: '0' });
    expect(times(road, 'stock/CW-001')).toBe(before);
    road.change({ items: items(), status: 'cancelled' }).settleDown();
    expect(road.view.state).toBe('cancelled');
    expect(last(road, 'stock/CW-001')).toMatchObject({ final: true, allocatedAt: null });
  });

  it.each([-600_000, 600_000])('by the clocks of ERP and warehouse, which are %i ms ahead of ours', (ahead) => {
    road.theirsAhead = ahead;
    road.look();
    road.settleDown();
    road.allocate();
    const theirs = new Date(road.now + ahead).toISOString();
    expect(last(road, 'stock/CW-002')).toMatchObject({ allocatedAt: theirs, releasedAt: theirs });
    road.loseEngine();
    expect(road.state.heldSince).toEqual({ allocated: null, released: null, shipped: null });
    road.settleDown(1);
    const later = OrderStockNeed.parse(last(road, 'stock/CW-002'));
    expect(Date.parse(later.allocatedAt ?? '')).toBeGreaterThan(Date.parse(theirs));
  });

  it('anew once the ERP has allocated again what it had let go', () => {
    road.look();
    road.settleDown();
    for (const allocation of ['full', 'none', 'full'] as const) {
      for (const doc of road.office.liveOrders()) Object.assign(doc, { allocation });
      road.now += 1000;
      road.notice('erp');
      road.settleDown();
      const allocatedAt = allocation === 'full' ? new Date(road.now).toISOString() : null;
      expect(last(road, 'stock/CW-002')).toMatchObject({ allocatedAt });
    }
  });

  it('of its end, and the order stays open until every stock says that the shop keeps it', () => {
    const says = (sku: string, body = last(road, `stock/${sku}`)) =>
      road.decide({
        type: 'told',
        from: `stock/${sku}`,
        body: { about: 'stock_kept', sku, word: OrderStockNeed.parse(body).word ?? '' },
      });
    road.look();
    road.settleDown();
    road.change({ items: items('0', '0').map((item) => ({ ...item, stock: null })), status: 'cancelled' });
    const before = last(road, 'stock/CW-002');
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

  it.each([
    ['the trash, from where it may come back: they stay taken', { status: 'trash' }, '3'],
    ['deleted for good: they count as given back', null, '0'],
    ['refunded whole, and nothing put back: they count as given back', { status: 'refunded' }, '0'],
  ])(
    'of the units of an order that is put away as it was, once ERP and warehouse let go of it: %s',
    (_, away, units) => {
      road.look();
      road.settleDown();
      road.shop.change(away ?? {});
      road.look(away ? undefined : { ...road.shop.look(), snapshot: { deleted: true, id: 1042 } });
      const before = road.told.length;
      road.settleDown();
      expect(road.view.state).toBe('cancelled');
      const told = road.told.slice(before).filter(({ subject }) => subject === 'stock/CW-001');
      expect(told.map(({ body }) => OrderStockNeed.parse(body))).toMatchObject([{ final: true, reduced: units }]);
      road.shop.change({ status: 'processing' });
      road.look();
      road.settleDown();
      expect(last(road, 'stock/CW-001')).toMatchObject({ reduced: '3' });
    },
  );

  it('again by an engine that lost its file, also of what is no longer in the order', () => {
    road.look();
    road.settleDown();
    road.shop.change({ items: items().toSpliced(1, 1) });
    const before = road.told.length;
    road.loseEngine();
    expect(road.told.length).toBe(before);
    road.settleDown(1);
    const again = road.told.slice(before);
    expect(again.find(({ subject }) => subject === 'stock/CW-002')?.body).toMatchObject({
      reduced: '0',
      rev: road.shop.rev,
    });
    expect(again.find(({ subject }) => subject === 'stock/CW-001')?.body).toMatchObject({ reduced: '3' });
  });

  it('what it was told before, so that who had no room for the order’s name can tell', () => {
    road.look();
    road.settleDown();
    const needs = () =>
      road.told.flatMap(({ subject, body }) =>
        subject === 'stock/CW-002' ? [(body as { before?: object }).before] : [],
      );
    expect(needs()).toEqual([{ reduced: '0', held: false }]);
    road.allocate();
    road.change({ items: items('2', '1').map((item) => ({ ...item, stock: aStock(item.sku, '0') })) }).settleDown();
    expect([needs()[1], needs().at(-1)]).toEqual([
      { reduced: '1', held: false },
      { reduced: '1', held: true },
    ]);
    road.loseEngine();
    road.settleDown();
    expect(needs().at(-1)).toBeUndefined();
  });

  it('what it was told as final before, so that a forgotten name counts once', () => {
    road.look();
    road.settleDown();
    road.allocate();
    road.work(3);
    expect(last(road, 'stock/CW-002')).toMatchObject({ final: true, settled: '0', shippedAt: '2026-11-28T10:00:00Z' });
    road.shop.change({ items: items('2', '1').map((item) => ({ ...item, stock: aStock(item.sku, '0') })) });
    const byCheckpoint = structuredClone(road.state);
    road.look();
    road.settleDown();
    expect(last(road, 'stock/CW-002')).toMatchObject({ final: true, settled: '1', reduced: '0' });
    road.state = byCheckpoint;
    road.loseEngine();
    road.settleDown();
    expect(last(road, 'stock/CW-002')).toMatchObject({ final: true, reduced: '0' });
  });

  it('of as many SKUs as an order has; its checkpoint stays within bounds', () => {
    const many = Array.from({ length: 250 }, (_, nr) => ({
      ...anItem(100 + nr, `${'LONG-SKU-OF-A-VARIATION-'.repeat(2)}${nr}`, '1', MONEY),
      stock: aStock(`${'LONG-SKU-OF-A-VARIATION-'.repeat(2)}${nr}`, '1'),
    }));
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

  it('in any weather at last of what the shop shows, and of a SKU only what is new', () => {
    const deeds = ['reply', 'wait', 'exchange', 'notice', 'look', 'allocate', 'restart', 'lose engine', 'note'];
    const how = { reply: 'honest', exchange: 'busy', notice: 'erp', allocate: 'full' } as Record<string, string>;
    const act = fc.oneof(
      fc.constantFrom(...deeds).map((deed) => () => perform(road, [deed, how[deed] ?? ''])),
      fc.constantFrom('0', '1', '5').map((units) => () => {
        road.change({ items: items('2', units) });
      }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        road = follower();
        road.look();
        for (const perform of acts) perform();
        for (let calm = 0; calm < 8; calm += 1) {
          road.settleDown();
          road.wait();
        }
        const [, line] = road.shop.order.items;
        expect(last(road, 'stock/CW-002') ?? { reduced: '0' }).toMatchObject({ reduced: line?.stock?.reduced });
        if (road.epoch > 1) return;
        const said = road.told
          .filter(({ subject }) => subject === 'stock/CW-001')
          .map(({ body }) => JSON.stringify({ ...(body as object), rev: 0 }));
        expect(new Set(said).size).toBe(said.length);
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 12) },
    );
  });
});

const refund = (id: number) => ({
  ...aRefund(id, '11.90'),
  lines: [{ item_id: 18, quantity: '1', total: '10.00', total_tax: '1.90' }],
});

describe('the returns are told', () => {
  const refunded = () => {
    road.look();
    road.settleDown();
    road.change({ refunds: [refund(77)] }).settleDown();
  };

  it('of a refund that somebody made in the shop, and nobody is asked about it', () => {
    refunded();
    const told = OrderRefunded.parse(last(road, 'return/r77'));
    expect(told).toMatchObject({ erpNumber: 'SO-1', gone: false, currency: 'EUR' });
    expect(told.refund.lines).toMatchObject([{ item_id: 18, sku: 'CW-002', quantity: '1' }]);
    expect([road.causes, times(road, 'return/r77')]).toEqual([[], 1]);
  });

  it('that it was deleted again, also by a new engine', () => {
    refunded();
    road.shop.change({ refunds: [] });
    road.loseEngine();
    road.settleDown(1);
    expect(OrderRefunded.parse(last(road, 'return/r77'))).toMatchObject({ gone: true, refund: { id: 77 } });
  });

  it('of a refund that the order ended before the ERP took it, and that it was taken up again', () => {
    const said = () => OrderRefunded.parse(last(road, 'return/r77'));
    road.change({ refunds: [refund(77)], payment_method: 'klarna' }).settleDown();
    expect(said()).toMatchObject({ erpNumber: null, ended: false });
    road.change({ status: 'cancelled' }).settleDown();
    expect([road.view.state, said().ended, said().erpNumber]).toEqual(['cancelled', true, null]);
    road.change({ status: 'processing', payment_method: 'cod' }).settleDown();
    expect(said()).toMatchObject({ erpNumber: 'SO-1', ended: false });
  });

  it('of none that a return of the order made', () => {
    road.look();
    road.settleDown();
    road.decide({
      type: 'told',
      from: 'return/12',
      body: { about: 'return_refunded', return: 'return/12', refunds: [77] },
    });
    road.change({ refunds: [refund(77), refund(78)] }).settleDown();
    expect([times(road, 'return/r77'), times(road, 'return/r78')]).toEqual([0, 1]);
    road.decide({
      type: 'told',
      from: 'return/13',
      body: { about: 'return_refunded', return: 'return/13', refunds: [78] },
    });
    road.settleDown();
    expect(last(road, 'return/r78')).toMatchObject({ gone: true });
    expect(road.causes).toEqual([]);
  });

  it('what ERP and warehouse call the order, when they ask and whenever it changes', () => {
    road.look();
    road.settleDown();
    road.decide({ type: 'told', from: 'return/w-1', body: { about: 'return_asks', return: 'return/w-1' } });
    road.settleDown();
    expect(OrderForReturn.parse(last(road, 'return/w-1'))).toMatchObject({ erpNumber: 'SO-1' });
    road.allocate();
    road.work(3);
    const told = OrderForReturn.parse(last(road, 'return/w-1'));
    expect(told.goods?.items).toMatchObject([
      { id: 17, quantity: '2', refunded_quantity: '0' },
      { id: 18 },
      { id: 19 },
    ]);
  });
});

test('an order whose refunds nobody follows asks a person, as ever', () => {
  road = follower({ stock: false, returns: false });
  road.look();
  road.settleDown();
  road.change({ refunds: [refund(77)] }).settleDown();
  expect([road.causes, road.told]).toEqual([['conflict:refund'], []]);
  expect(anOrder().items[0]?.stock).toBeNull();
});
