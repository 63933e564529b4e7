import { control } from '../../demo/back-office-control.ts';
import { stockFollows, stockIsNobodysBusiness } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';

const LAMPS = 100;
const SALES_MAX = 20;

export const channelContention: Scenario = {
  name: 'channel-contention',
  story:
    'the ERP sells to another channel while two customers are at the checkout; then two want the last unit, and the channel too',
  goods: { lamp: LAMPS, last: 1 },
  configure: stockFollows('erp', 'MAIN'),
  off: { what: 'availability left out', configure: stockIsNobodysBusiness, patienceSeconds: 15 },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice } = stage.demo;
    await stage.followed();
    const sell = (good: string) =>
      control(backOffice, 'erp', 'POST', 'sales', { sku: stage.sku(good), quantity: 1, channel: 'MARKET' });
    let atCheckout = true;
    const channel = async () => {
      for (let sale = 0; sale < SALES_MAX && (atCheckout || sale === 0); sale += 1) await sell('lamp');
    };
    const customers = Promise.all([stage.buy({ lamp: 2 }, 'block'), stage.buy({ lamp: 3 }, 'classic')]).finally(() => {
      atCheckout = false;
    });
    await Promise.all([channel(), customers]);

    const both = await Promise.allSettled([stage.buy({ last: 1 }, 'block'), stage.buy({ last: 1 }, 'classic')]);
    const got = both.filter(({ status }) => status === 'fulfilled').length;
    if (got !== 1) throw new Error(`${got} customers got the last unit`);
    await stage.until('the last unit is allocated', ({ orders }) => orders[2]?.erp[0]?.allocated.last === 1);
    await sell('last');
  },

  ends: {
    woocommerce({ orders, stock, channelSales, exceptions }) {
      const sold = channelSales.filter(({ sku }) => sku === 'lamp').length;
      return [
        is(
          'orders',
          orders.map(({ shop }) => shop.status),
          Array(3).fill('wc-completed'),
        ),
        is('stock', stock, { lamp: LAMPS - sold - 5, last: 0 }),
        is('exceptions', exceptions, []),
      ];
    },
    erp({ orders, channelSales, erpStock }) {
      const promised = channelSales.map(({ allocated }) => allocated).reduce((sum, units) => sum + units, 0);
      const shipped = orders.flatMap(({ erp }) =>
        erp.map((order) => (order.shipped.lamp ?? 0) + (order.shipped.last ?? 0)),
      );
      return [
        is(
          'channel sales of the last unit',
          channelSales.filter(({ sku }) => sku === 'last').map(({ allocated }) => allocated),
          [0],
        ),
        is(
          'units shipped to the shop',
          shipped.reduce((sum, units) => sum + units, 0),
          6,
        ),
        is('units allocated', (erpStock.lamp?.MAIN?.allocated ?? 0) + (erpStock.last?.MAIN?.allocated ?? 0), promised),
        is('units on hand', (erpStock.lamp?.MAIN?.on_hand ?? 0) + (erpStock.last?.MAIN?.on_hand ?? 0), LAMPS + 1 - 6),
      ];
    },
    warehouse: () => [],
  },
};
