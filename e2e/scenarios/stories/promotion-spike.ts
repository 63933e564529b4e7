import { fault } from '../../demo/back-office-control.ts';
import { is, type Scenario, tally } from '../scenario.ts';
import { bugNamed } from '../switched-off.ts';

const ORDERS = 100;
const CUSTOMERS = 4;

export const promotionSpike: Scenario = {
  name: 'promotion-spike',
  story: `${ORDERS} orders as fast as the shop takes them; the ERP takes one a second, and says 429 to all else`,
  goods: { lamp: 1000 },
  off: { what: 'a 429 counts as a failure', bug: bugNamed('limit spends attempts'), patienceSeconds: 20 },
  patienceSeconds: 900,

  async play(stage) {
    await fault(stage.demo.backOffice, 'erp', { kind: 'rate_limit', per_s: 1, method: 'POST' });
    let left = ORDERS;
    const customer = async () => {
      while (left > 0) {
        left -= 1;
        await stage.buy({ lamp: 1 }, left % 2 === 0 ? 'block' : 'classic');
      }
    };
    await Promise.all(Array.from({ length: CUSTOMERS }, customer));
    stage.say(`${ORDERS} orders placed`);
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
    erp: ({ orders }) => [
      is(
        'ERP orders for each',
        tally(orders, ({ erp }) => `${erp.length}`),
        { 1: ORDERS },
      ),
    ],
    warehouse: ({ orders }) => [
      is(
        'releases',
        tally(orders, ({ releases }) => releases.map(({ status }) => status).join()),
        { shipped: ORDERS },
      ),
    ],
  },
};
