import type { OrderSnapshot } from '@causeway/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Road } from '../rehearsal/road.ts';
import { aParcel, aRefund, ordered } from '../rehearsal/snapshot.ts';

let road: Road;

const follows = { stock: false, returns: true };

/** Released and not picked yet. */
const released = (settings = {}) => new Road({}, { follows, ...settings }).begin().allocate();

/** What the warehouse now says of its newest release. */
function says(
  status: 'picked' | 'partially_shipped' | 'shipped',
  parcels: Record<string, string>[],
  more: object = {},
) {
  const release = road.office.releases.at(-1);
  if (release === undefined) throw new Error('nothing was released');
  const shipments = parcels.map((units, index) => aParcel(`P-${index + 1}`, units));
  Object.assign(release, { status, shipments, ...more });
  road.notice('wms');
  road.settleDown();
}

const refund = (lines: Record<number, string>, id = 77, more: object = {}): OrderSnapshot['refunds'][number] => ({
  ...aRefund(id),
  lines: Object.entries(lines).map(([item, quantity]) => ({
    item_id: Number(item),
    quantity,
    total: '5.00',
    total_tax: '0',
  })),
  ...more,
});
const refunds = (...all: OrderSnapshot['refunds']) => {
  road.change({ refunds: all }).settleDown();
};
const SHORT = { shorts: [{ lineId: '17', quantity: '1' }] };

describe('units that the warehouse does not find', () => {
  it('wait by the rule "backorder": the customer is told once, the order is not completed', () => {
    road = released({ shortPick: 'backorder' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    expect(road.view).toMatchObject({ state: 'partially_shipped', waiting_for: 'stock: the rest is on backorder' });
    expect(road.view.reason).toContain('1 × CW-001');
    expect(road.view.stages.find(({ name }) => name === 'shipped')?.detail).toBe('still to come: 1 × CW-001');
    expect(road.causes).toEqual([]);
    road.notice('wms');
    road.settleDown();
    road.loseEngine();
    road.wait();
    road.settleDown();
    expect(road.shop.applied.filter((name) => name === 'note')).toEqual(['note']);
    expect([road.shop.order.status, road.view.open]).toEqual(['processing', true]);
    refunds(refund({ 17: '1' }));
    expect([road.view.state, road.shop.order.status]).toEqual(['completed', 'completed']);
  });

  it('complete the order once the warehouse sends them after all', () => {
    road = released({ shortPick: 'backorder' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    says('shipped', [{ 17: '1', 18: '1' }, { 17: '1' }]);
    expect([road.view.state, road.causes]).toEqual(['completed', []]);
    expect(road.shop.applied).toEqual(expect.arrayContaining(['note', 'shipment:P-1', 'shipment:P-2']));
  });

  it('are given up by the rule "cancel": completed, and finance refunds them', () => {
    road = released({ shortPick: 'cancel' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    expect([road.view.state, road.causes]).toEqual(['completed', ['stock:short_cancelled']]);
    refunds(refund({ 17: '1' }));
    expect(road.causes).toEqual([]);
  });

  it('are nobody’s by the rule "cancel" where the warehouse sends them after all: nothing is to be refunded', () => {
    road = released({ shortPick: 'cancel' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    says('shipped', [{ 17: '1', 18: '1' }, { 17: '1' }]);
    expect([road.view.state, road.causes]).toEqual(['completed', []]);
    expect(road.shop.applied).toContain('shipment:P-2');
  });

  it('are a person’s also by the rule "cancel" where none of the order was found: no customer is told that it is completed', () => {
    road = released({ shortPick: 'cancel' });
    says('shipped', [], {
      shorts: [
        { lineId: '17', quantity: '2' },
        { lineId: '18', quantity: '1' },
      ],
    });
    expect([road.causes, road.shop.order.status]).toEqual([['stock:short_shipment'], 'processing']);
  });

  it('are still finance’s by the rule "cancel" where the engine lost its file, whatever the rule is then', () => {
    road = released({ shortPick: 'cancel' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    road.view;
    road.settings = { ...road.settings, shortPick: 'ask' };
    road.loseEngine();
    road.settleDown();
    expect([road.view.state, road.causes]).toEqual(['completed', ['stock:short_cancelled']]);
    refunds(refund({ 17: '1' }));
    expect(road.causes).toEqual([]);
  });

  it('are given up once, also where the quantity was raised since', () => {
    road = released({ shortPick: 'cancel' });
    says('shipped', [{ 17: '1', 18: '1' }], SHORT);
    road.change(ordered(road.shop.order.items, '3')).settleDown();
    expect(road.state.givenUp).toEqual({ 17: '2' });
    expect(road.view.timeline.filter(({ text }) => text.startsWith('Not found'))).toHaveLength(2);
  });

  it('are a person’s by the rule "ask", who may refund them', () => {
    road = released();
    says('shipped', [{ 18: '1' }], { shorts: [{ lineId: '17', quantity: '2' }] });
    expect(road.view.exceptions).toMatchObject([{ cause: 'stock:short_shipment', detail: 'Not sent: 2 × CW-001.' }]);
    expect(road.shop.applied).not.toContain('note');
    refunds(refund({ 17: '2' }));
    expect([road.causes, road.view.state]).toEqual([[], 'completed']);
  });
});

describe('a refund of units that have not left', () => {
  it('calls the release back and releases the rest anew', () => {
    road = released();
    refunds(refund({ 17: '1' }));
    expect(road.office.releases.map(({ status }) => status)).toEqual(['cancelled', 'received']);
    expect(road.office.releaseRequests.at(-1)?.lines).toMatchObject([
      { lineId: '17', quantity: '1' },
      { lineId: '18', quantity: '1' },
    ]);
    expect(road.causes).toEqual([]);
    says('shipped', [{ 17: '1', 18: '1' }]);
    expect(road.view.state).toBe('completed');
  });

  it('is left out of a release that is still to come, and put in again where it is deleted', () => {
    road = new Road({}, { follows });
    road.change({ refunds: [refund({ 18: '1' })] }).settleDown();
    road.allocate();
    expect(road.office.releaseRequests[0]?.lines.map(({ lineId }) => lineId)).toEqual(['17']);
    refunds();
    expect(road.office.releaseRequests[1]?.lines.map(({ lineId }) => lineId)).toEqual(['17', '18']);
    expect(road.office.liveReleases()).toHaveLength(1);
  });

  it('of everything cancels the order', () => {
    road = released();
    refunds(refund({ 17: '2', 18: '1' }));
    expect(road.view.state).toBe('cancelled');
    expect([road.office.liveOrders(), road.office.liveReleases()]).toEqual([[], []]);
  });

  it('that the warehouse has picked is a person’s', () => {
    road = released();
    says('picked', []);
    refunds(refund({ 17: '1' }));
    expect([road.causes, road.office.releases.length]).toEqual([['conflict:refund_picked'], 1]);
    road.command('resolve', { cause: 'conflict:refund_picked', reason: 'Taken out', seen: null });
    says('shipped', [{ 17: '1', 18: '1' }]);
    expect([road.causes, road.view.state]).toEqual([[], 'completed']);
  });

  it('that was begun and refused in the same instant asks a person too, and nothing goes twice', () => {
    road = released();
    road.change({ refunds: [refund({ 17: '1' })] });
    says('picked', []);
    expect([road.causes, road.office.releases.length]).toEqual([['conflict:refund_picked'], 1]);
  });

  it('after they left, or by a return, changes nothing that is still to leave', () => {
    road = released();
    says('partially_shipped', [{ 17: '2' }]);
    refunds(refund({ 17: '1' }), refund({ 18: '1' }, 78, { return_id: '12' }));
    expect([road.causes, road.view.state]).toEqual([[], 'partially_shipped']);
    says('shipped', [{ 17: '2' }, { 18: '1' }]);
    expect(road.view.state).toBe('completed');
    expect(road.told.map(({ subject }) => subject)).toEqual(['return/r77']);
    expect(road.state.neighbours.refunds).toEqual({ 77: { kept: {} } });
  });
});

describe('what the warehouse says that can not be', () => {
  beforeEach(() => {
    road = released();
  });

  it('more than was ordered, and a line that nobody ordered: one exception each, the rest goes through', () => {
    says('shipped', [
      { 17: '2', 99: '1' },
      { 17: '3', 18: '1' },
    ]);
    expect(road.causes).toEqual(['validation:shipment_line', 'validation:shipment_quantity']);
    expect(road.view.exceptions[1]?.detail).toContain('CW-001: ordered 2, shipped 5');
    expect(road.shop.applied).toEqual(expect.arrayContaining(['shipment:P-1', 'shipment:P-2', 'status:completed']));
    for (const cause of road.causes) road.command('resolve', { cause, reason: 'Seen to', seen: null });
    road.settleDown();
    expect([road.causes, road.view.open]).toEqual([[], false]);
  });

  it('a parcel of a cancelled order: it is open again, and a person decides', () => {
    road.change({ status: 'cancelled' }).settleDown();
    expect(road.view.state).toBe('cancelled');
    const [release] = road.office.releases;
    Object.assign(release ?? {}, { shipments: [] });
    says('shipped', [{ 17: '2' }], { status: 'cancelled' });
    expect(road.causes).toEqual(['conflict:shipped_after_cancel']);
    says('shipped', [{ 17: '2' }]);
    expect(road.causes).toEqual(['conflict:cancel_refused:wms']);
  });
});

describe('parcels', () => {
  it('are told to the ERP, each once, where the shop has it told', () => {
    road = released({ reportShipments: true });
    says('partially_shipped', [{ 17: '2', 99: '1' }]);
    says('shipped', [{ 17: '2' }, { 18: '1' }]);
    expect(road.operations.filter((operation) => operation === 'report_shipment')).toHaveLength(2);
    expect(road.office.reported.get('P-1')?.lines).toEqual([{ lineId: '17', quantity: '2' }]);
    expect(road.view.state).toBe('completed');
  });

  it('hold an order open until the ERP has them, though the customer sees it completed', () => {
    road = released({ reportShipments: true });
    Object.assign(road.office.releases[0] ?? {}, { status: 'packed' });
    road.office.work();
    road.notice('wms');
    road.reply();
    expect(road.calls.map(({ operation }) => operation)).toEqual(['report_shipment']);
    while (road.effects.length > 0) road.exchange();
    expect([road.shop.order.status, road.view.state, road.view.open]).toEqual(['completed', 'shipped', true]);
    road.settleDown();
    expect(road.view.state).toBe('completed');
  });

  it('that the ERP refuses are a person’s, also where the engine loses its file, and the order is completed all the same', () => {
    road = released({ reportShipments: true });
    road.office.orders.splice(0, 1, ...road.office.orders.map((order) => ({ ...order, id: 'moved' })));
    says('shipped', [{ 17: '2', 18: '1' }]);
    expect([road.view.state, road.causes]).toEqual(['completed', ['conflict:erp_shipment']]);
    road.loseEngine();
    expect(road.causes).toEqual(['conflict:erp_shipment']);
  });

  it('that are delivered are shown so, also of an order that is completed; else nothing is said of it', () => {
    road = released();
    says('shipped', [{ 17: '2', 18: '1' }]);
    const names = () => road.view.stages.map(({ name }) => name);
    expect(names()).not.toContain('delivered');
    const [release] = road.office.releases;
    const [parcel] = release?.shipments ?? [];
    Object.assign(parcel ?? {}, { deliveredAt: null });
    road.loseEngine();
    road.command('replay', { seen: null });
    road.settleDown();
    Object.assign(parcel ?? {}, { deliveredAt: '2026-11-29T09:00:00Z' });
    road.notice('wms');
    road.settleDown();
    expect(road.view).toMatchObject({ state: 'completed', open: false });
    expect(road.view.stages.find(({ name }) => name === 'delivered')).toMatchObject({ status: 'done' });
  });
});
