import { all, stockFollows } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';
import { openEast } from '../second-place.ts';
import { buyFiveAndFindThree, byRule, FOUND, inFulfilments, leftWithTwo, MISSING } from '../short-picks.ts';

export const pickShortSplit: Scenario = {
  name: 'pick-short-split',
  story: 'five are ordered and one place of the warehouse finds three; another place sends the rest at once',
  goods: { lamp: 5 },
  configure: all(stockFollows('wms', 'MAIN', 'EAST'), byRule('split')),
  off: { what: 'shortPick: backorder', configure: byRule('backorder'), patienceSeconds: 15 },
  patienceSeconds: 300,

  async play(stage) {
    await stage.followed();
    await openEast(stage, { lamp: 4 });
    await stage.until('both places are sold from', ({ stock }) => stock.lamp === 9);
    await buyFiveAndFindThree(stage);
  },

  ends: {
    woocommerce: ({ orders: [order], stock, exceptions }) => [
      is('units in fulfilments', inFulfilments(order), [FOUND, MISSING]),
      is('status', order?.shop.status, 'wc-completed'),
      is('stock: two were never there', stock.lamp, 2),
      is('exceptions', exceptions, []),
    ],
    erp: ({ orders: [order] }) => [
      is('orders', order?.erp.length, 1),
      is('shipments', order?.erp[0]?.shipments, [FOUND, MISSING]),
    ],
    warehouse: ({ orders: [order], wmsStock: { lamp } }) => [
      ...leftWithTwo(order, MISSING),
      is(
        'places',
        order?.releases.map(({ node }) => node),
        ['MAIN', 'EAST'],
      ),
      is('units at MAIN', lamp?.MAIN?.on_hand, 0),
      is('units at EAST', lamp?.EAST?.on_hand, 2),
    ],
  },
};
