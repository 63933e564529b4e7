import { fault } from '../../demo/back-office-control.ts';
import { is, type Scenario, tally } from '../scenario.ts';

const ORDERS = 20;
const DOWN_MS = 60_000;

export const erpDown: Scenario = {
  name: 'erp-down',
  story: `${ORDERS} orders, and the ERP is down for ${DOWN_MS / 1000} s in mid-stream`,
  goods: { lamp: 1000 },
  configure: ({ shops }) => {
    // An outage is no exception here before its minute is over.
    for (const shop of shops) Object.assign(shop.orders as object, { attemptsMax: 20, retryCapMs: 10_000 });
  },
  off: {
    what: 'one attempt, and no second',
    configure: ({ shops }) => {
      for (const shop of shops) Object.assign(shop.orders as object, { attemptsMax: 1 });
    },
    patienceSeconds: 75,
  },
  patienceSeconds: 240,

  async play(stage) {
    for (let number = 1; number <= ORDERS; number += 1) {
      if (number === ORDERS / 2) await fault(stage.demo.backOffice, 'erp', { kind: 'down', for_ms: DOWN_MS });
      // It throws where the shop refuses.
      await stage.buy({ lamp: 1 }, number % 2 === 0 ? 'block' : 'classic');
    }
    stage.remember('all bought');
  },

  ends: {
    woocommerce({ orders, stock, exceptions }) {
      return [
        is(
          'orders by status',
          tally(orders, ({ shop }) => shop.status),
          { 'wc-completed': ORDERS },
        ),
        is('stock', stock.lamp, 1000 - ORDERS),
        is('exceptions', exceptions, []),
      ];
    },
    erp({ orders }, { 'all bought': bought }) {
      const waiting = bought?.orders.filter(({ erp }) => erp.length === 0).length ?? 0;
      return [
        is('orders that waited for it', waiting > 0, true),
        is(
          'ERP orders for each',
          tally(orders, ({ erp }) => `${erp.length}`),
          { 1: ORDERS },
        ),
      ];
    },
    warehouse({ orders }) {
      const early = orders.filter(({ erp: [order], releases }) =>
        releases.some(({ createdAtMs }) => order === undefined || createdAtMs < order.createdAtMs),
      );
      return [
        is(
          'releases',
          tally(orders, ({ releases }) => releases.map(({ status }) => status).join()),
          { shipped: ORDERS },
        ),
        is('released before the ERP had them', early.length, 0),
      ];
    },
  },
};
