import { control } from '../../demo/back-office-control.ts';
import { is, type Scenario } from '../scenario.ts';
import { deaf } from '../switched-off.ts';

const ALL = { mug: 1, rope: 2, lamp: 1 };
const NOW = { mug: 1, rope: 2 };
const LATER = { lamp: 1 };

export const partialShipment: Scenario = {
  name: 'partial-shipment',
  story: 'of three lines the warehouse ships two now, and one later',
  goods: { mug: 10, rope: 10, lamp: 10 },
  off: { what: 'nothing is heard of the warehouse', configure: deaf, patienceSeconds: 10 },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice } = stage.demo;
    await control(backOffice, 'wms', 'POST', 'picks', { sku: stage.sku('lamp'), pick: 0, rest_after_ms: null });
    await stage.buy(ALL);
    await stage.until('the first parcel is in the shop', ({ orders }) => orders[0]?.shop.fulfilments.length === 1);
    stage.remember('first parcel');
    await control(backOffice, 'wms', 'DELETE', 'picks');
  },

  ends: {
    woocommerce({ orders: [order], exceptions }, { 'first parcel': first }) {
      return [
        is('status after the first parcel', first?.orders[0]?.shop.status, 'wc-processing'),
        is(
          'units in fulfilments',
          order?.shop.fulfilments.map(({ units }) => units),
          [NOW, LATER],
        ),
        is('status', order?.shop.status, 'wc-completed'),
        is('exceptions', exceptions, []),
      ];
    },
    erp({ orders: [order] }) {
      return [
        is('orders', order?.erp.length, 1),
        is('units ordered', order?.erp[0]?.ordered, ALL),
        is('shipments', order?.erp[0]?.shipments, [NOW, LATER]),
      ];
    },
    warehouse({ orders: [order] }) {
      return [
        is(
          'releases',
          order?.releases.map(({ status }) => status),
          ['shipped'],
        ),
        is('parcels', order?.releases[0]?.parcels, [NOW, LATER]),
      ];
    },
  },
};
