import { set } from '../../demo/back-office-control.ts';
import { change } from '../../promises/shop-store.ts';
import { is, type Scenario } from '../scenario.ts';
import { bugNamed } from '../switched-off.ts';

const HOUR_MS = 3_600_000;

export const cancelLate: Scenario = {
  name: 'cancel-late',
  story: 'an order is cancelled after it was released, before anybody picked it',
  goods: { lamp: 10 },
  off: {
    what: 'what is at the warehouse is not called back',
    bug: bugNamed('cancel ignored after release'),
    patienceSeconds: 10,
  },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice, served } = stage.demo;
    await set(backOffice, 'wms', { pick_after_ms: HOUR_MS });
    const { id } = await stage.buy({ lamp: 3 });
    await stage.until('it is released', ({ orders }) => orders[0]?.releases.length === 1);
    stage.remember('released');
    await change(served.shop, id, "$order->update_status( 'cancelled' );");
  },

  ends: {
    woocommerce({ orders: [order], stock, exceptions }, { released }) {
      return [
        is('stock while it was sold', released?.stock.lamp, 7),
        is('status', order?.shop.status, 'wc-cancelled'),
        is('stock', stock.lamp, 10),
        is('units lowered for the order', order?.shop.reduced, {}),
        is('exceptions', exceptions, []),
      ];
    },
    erp({ orders: [order] }) {
      return [
        is(
          'orders',
          order?.erp.map(({ status }) => status),
          ['cancelled'],
        ),
        is('shipments', order?.erp[0]?.shipments, []),
      ];
    },
    warehouse({ orders: [order] }) {
      return [
        is(
          'releases',
          order?.releases.map(({ status }) => status),
          ['cancelled'],
        ),
        is('units picked', order?.releases[0]?.picked, {}),
      ];
    },
  },
};
