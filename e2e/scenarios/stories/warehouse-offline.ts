import { control } from '../../demo/back-office-control.ts';
import { stockFollows, stockIsNobodysBusiness } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';
import { openEast } from '../second-place.ts';

export const warehouseOffline: Scenario = {
  name: 'warehouse-offline',
  story: 'goods lie at two places of the warehouse; the one from which all was sent vanishes',
  goods: { lamp: 8 },
  configure: stockFollows('wms', 'MAIN', 'EAST'),
  off: { what: 'availability left out', configure: stockIsNobodysBusiness, patienceSeconds: 15 },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice } = stage.demo;
    await stage.followed();
    await openEast(stage, { lamp: 5 });
    await stage.until('both places are sold from', ({ stock }) => stock.lamp === 13);
    stage.afterwards(() => control(backOffice, 'wms', 'PUT', 'nodes/MAIN', { online: true }));
    await control(backOffice, 'wms', 'PUT', 'nodes/MAIN', { online: false });
    await stage.until('the other place is sold from', ({ stock }) => stock.lamp === 5);
    stage.remember('offline');
    await stage.buy({ lamp: 2 });
  },

  ends: {
    woocommerce({ orders: [order], stock, exceptions }, { offline }) {
      return [
        is('stock while MAIN is gone', offline?.stock.lamp, 5),
        is('stock after two were sold', stock.lamp, 3),
        is('status', order?.shop.status, 'wc-completed'),
        is(
          'alerts',
          exceptions.map(({ category, subjects }) => `${category} of ${subjects[0]?.subject}`),
          ['stock of inventory/wms'],
        ),
      ];
    },
    erp({ erpStock, orders: [order] }, { offline }) {
      return [
        is('stock before the sale', offline?.erpStock.lamp?.MAIN?.on_hand, 8),
        is('stock on the books', erpStock.lamp?.MAIN?.on_hand, 6),
        is('units shipped', order?.erp[0]?.shipped, { lamp: 2 }),
      ];
    },
    warehouse: ({ orders: [order], wmsStock }) => [
      is(
        'releases',
        order?.releases.map(({ node, status }) => `${status} from ${node}`),
        ['shipped from EAST'],
      ),
      is('units at MAIN', wmsStock.lamp?.MAIN?.on_hand, 8),
    ],
  },
};
