import { beforeEach, describe, expect, it } from 'vitest';
import { orderFlow } from '../order-flow.ts';
import type { Mood } from '../rehearsal/back-office.ts';
import { Road } from '../rehearsal/road.ts';
import { ordered } from '../rehearsal/snapshot.ts';

let road: Road;

/** Allocated and released, and not picked yet. */
beforeEach(() => {
  road = new Road().begin().allocate();
  expect(road.office.releases).toHaveLength(1);
});

const moved = () => ({ shipping: { ...road.shop.order.shipping, address_1: '2 Lock Lane', city: 'Leeds' } });
const amends = () => road.operations.filter((operation) => operation.startsWith('amend'));
const exception = () => road.view.exceptions[0];

describe('another address or note after acceptance', () => {
  it('goes to the ERP and then to the warehouse, and is nobody’s trouble', () => {
    road.change({ ...moved(), customer_note: 'Ring twice' });
    expect(amends()).toEqual(['amend_order']);
    road.settleDown();
    expect(amends()).toEqual(['amend_order', 'amend_release']);
    for (const id of ['SO-1', 'WR-1']) {
      expect(road.office.amended.get(id)).toMatchObject({ shipTo: { city: 'Leeds' }, note: 'Ring twice' });
    }
    expect(road.causes).toEqual([]);
    expect(road.view.timeline.map(({ text }) => text)).toContain('the warehouse has the new delivery');
  });

  it('is told as far as it changed, and not at all where only case and spaces did', () => {
    road.change({ shipping: { ...road.shop.order.shipping, address_1: ' 1  QUAY road', city: 'LONDON' } }).settleDown();
    road.change({ customer_note: 'Ring twice' }).settleDown();
    expect([road.office.amended.get('SO-1'), amends()]).toEqual([
      { note: 'Ring twice' },
      ['amend_order', 'amend_release'],
    ]);
    expect(road.causes).toEqual([]);
  });

  it.each<Mood>(['reply_lost', 'crashed', 'acts_late', 'unreachable'])(
    'reaches both when an outcome is unknown or late (%s)',
    (mood) => {
      road.change(moved());
      road.reply(mood);
      road.settleDown(6);
      expect([road.office.amended.get('SO-1'), road.office.amended.get('WR-1')]).toMatchObject([
        { shipTo: { city: 'Leeds' } },
        { shipTo: { city: 'Leeds' } },
      ]);
      expect(road.causes).toEqual([]);
    },
  );

  it('reaches both also when the engine lost its file meanwhile', () => {
    road.change(moved());
    road.loseEngine();
    road.settleDown(1);
    expect([...road.office.amended.keys()].sort()).toEqual(['SO-1', 'WR-1']);
  });

  it('before the release: the ERP has it first, then the warehouse gets it at once', () => {
    road = new Road().begin();
    road.office.allocate();
    road.change(moved());
    road.notice('erp');
    road.settleDown();
    expect(road.operations.indexOf('amend_order')).toBeLessThan(road.operations.indexOf('create_release'));
    expect(road.office.releaseRequests[0]?.shipTo.city).toBe('Leeds');
    expect(amends()).toEqual(['amend_order']);
  });

  describe('of an order whose engine was lost before it could say what it had sent', () => {
    const forgotten = () => {
      road = new Road();
      road.look();
      road.shop.change(moved());
    };

    /** The engine is lost, and the ERP then allocates. */
    const afterLoss = () => {
      road.loseEngine();
      road.wait();
      road.settleDown();
      road.allocate();
    };

    it('goes to the ERP, which may have the one from before, and only then to the warehouse', () => {
      forgotten();
      afterLoss();
      expect(road.office.amended.get('SO-1')).toMatchObject({ shipTo: { city: 'Leeds' } });
      expect(road.operations.indexOf('amend_order')).toBeLessThan(road.operations.indexOf('create_release'));
      expect(road.causes).toEqual([]);
    });

    it('with other quantities by now is a person’s, where the ERP tells its lines', () => {
      road = new Road();
      road.look();
      const told = road.shop.order.items.map(({ sku, quantity }) => ({ sku, quantity }));
      road.shop.change(ordered(road.shop.order.items, '3'));
      road.loseEngine();
      road.office.settle();
      for (const order of road.office.orders) Object.assign(order, { lines: told });
      road.wait();
      road.settleDown();
      road.allocate();
      expect(road.causes).toEqual(['conflict:erp:goods']);
      expect(road.operations).not.toContain('create_release');
    });

    it('is a person’s where the ERP takes no change: nobody can tell which one it has', () => {
      forgotten();
      road.office.unbending.add('SO-1');
      afterLoss();
      expect(road.causes).toEqual(['conflict:edited:delivery']);
      expect(exception()?.detail).toContain('SO-1 may have another one');
      expect(road.operations).not.toContain('create_release');
    });
  });

  it('that the ERP refuses is a person’s, with both sides and the choices, and no address in it', () => {
    road.office.unbending.add('SO-1');
    road.change(moved()).settleDown();
    expect(road.causes).toEqual(['conflict:edited:delivery']);
    expect(exception()?.detail).toMatch(/SO-1 still has .*Release WR-1 still has/);
    expect(exception()?.next_step).toMatch(/put the address in the shop back.*or change it .* by hand.*Resolve/);
    expect(JSON.stringify(exception())).not.toContain('Leeds');
    expect(amends()).toEqual(['amend_order']);
    road.office.unbending.clear();
    road.command('retry', { seen: null });
    road.settleDown();
    expect([road.causes, amends().length]).toEqual([[], 3]);
  });

  it('is too late once it is picked: the warehouse is not asked, and a person decides', () => {
    road.work();
    road.change(moved()).settleDown();
    expect(amends()).toEqual(['amend_order']);
    expect(exception()).toMatchObject({
      cause: 'conflict:edited:delivery',
      detail: expect.stringMatching(/SO-1 has the new one. Release WR-1 still has .*picked/),
    });
    road.command('resolve', { cause: 'conflict:edited:delivery', reason: 'Label changed by hand', seen: null });
    road.settleDown();
    expect(road.causes).toEqual([]);
    road.change({ shipping: { ...road.shop.order.shipping, city: 'Hull' } }).settleDown();
    expect(road.causes).toEqual(['conflict:edited:delivery']);
  });

  it('is too late when everything has left: nobody is asked to change it, and a person is told', () => {
    road.work(3);
    expect(road.view.state).toBe('completed');
    road.change(moved()).settleDown();
    expect([road.causes, amends()]).toEqual([['conflict:edited:delivery'], []]);
    road.command('resolve', { cause: 'conflict:edited:delivery', reason: 'Redirected', seen: null });
    expect([road.causes, road.view.open]).toEqual([[], false]);
  });

  it('a note that is refused is no conflict', () => {
    road.office.unbending.add('SO-1');
    road.change({ customer_note: 'Ring twice' }).settleDown();
    expect(road.causes).toEqual([]);
  });
});

describe('other goods or amounts after acceptance', () => {
  const three = () => ordered(road.shop.order.items, '3');

  it('are a conflict that names SKU and quantities of both sides; what may change is changed all the same', () => {
    road.change({ ...three(), ...moved() }).settleDown();
    expect(road.causes).toEqual(['conflict:edited']);
    expect(exception()?.detail).toContain('CW-001: shop 3, ERP 2');
    expect(exception()?.next_step).toMatch(/^Choose: put the order in the shop back/);
    expect(road.office.amended.get('WR-1')).toMatchObject({ shipTo: { city: 'Leeds' } });
    expect(road.office.releaseRequests).toHaveLength(1);
  });

  it('name totals and kinds of values, and nothing that a customer typed', () => {
    const { totals, billing } = road.shop.order;
    road
      .change({ totals: { ...totals, total: '70.00' }, billing: { ...billing, email: 'eve@example.com' } })
      .settleDown();
    expect(exception()?.detail).toContain('total: shop 70.00 EUR, ERP 60.69 EUR');
    expect(exception()?.detail).toContain('e-mail');
    expect(JSON.stringify(exception())).not.toContain('eve@');
  });

  it('are found also where a state or a checkpoint is of the version before; what may change is amended', () => {
    const old = structuredClone(road.view.checkpoint);
    const body = old?.body as Record<string, Record<string, unknown>>;
    for (const [key, fields] of Object.entries({ erp: ['holds'], wms: ['holds', 'leftOut'], sent: ['parts'] })) {
      for (const field of fields) delete body[key]?.[field];
    }
    delete body.neighbours;
    if (old === null) throw new Error('no checkpoint');
    const resumed = orderFlow.fromCheckpoint('order/1042', old);
    expect(resumed).toMatchObject({ erp: { holds: null }, leftOut: null, sent: { totalMinor: 6069 } });
    const { leftOut: _, redo: __, givenUp: ___, reported: ____, neighbours: _____, ...before } = road.state;
    const { holds: ______, amendRefused: _______, ...erp } = before.erp;
    road.state = { ...before, erp } as unknown as typeof road.state;
    road.change(moved()).settleDown();
    expect([road.causes, amends()]).toEqual([[], ['amend_order', 'amend_release']]);
  });
});
