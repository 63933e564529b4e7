import { all, stockFollows } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';
import { buyFiveAndFindThree, byRule, FOUND, inFulfilments, leftWithTwo, MISSING } from '../short-picks.ts';

const INSTEAD = { lantern: 2 };

export const pickShortSubstitute: Scenario = {
  name: 'pick-short-substitute',
  story: 'five are ordered and the warehouse finds three; two of something else leave in place of the rest',
  goods: { lamp: 5, lantern: 10 },
  configure: all(stockFollows('wms', 'MAIN'), byRule('substitute', { lamp: ['lantern'] })),
  off: { what: 'shortPick: backorder', configure: byRule('backorder'), patienceSeconds: 15 },
  patienceSeconds: 300,

  async play(stage) {
    await stage.followed();
    await buyFiveAndFindThree(stage);
  },

  ends: {
    woocommerce: ({ orders: [order], stock, exceptions }) => [
      is('units in fulfilments', inFulfilments(order), [FOUND, MISSING]),
      is(
        'notes of what comes instead',
        order?.shop.notes.filter((note) => /In place of 2 × lamp.* we send 2 × lantern/.test(note)).length,
        1,
      ),
      is('status', order?.shop.status, 'wc-completed'),
      is('stock', stock, { lamp: 0, lantern: 8 }),
      is('exceptions', exceptions, []),
    ],
    erp: ({ orders: [order], erpStock }) => [
      is('orders', order?.erp.length, 1),
      is('total', order?.erp[0]?.totalMinor, order?.shop.totalMinor),
      is('units ordered', order?.erp[0]?.ordered, { lamp: 5 }),
      is('units taken in their place', order?.erp[0]?.substitutes, INSTEAD),
      is('shipments', order?.erp[0]?.shipments, [FOUND, INSTEAD]),
      is('lanterns on the books', erpStock.lantern?.MAIN?.on_hand, 8),
    ],
    warehouse: ({ orders: [order], wmsStock: { lamp, lantern } }) => [
      ...leftWithTwo(order, INSTEAD),
      is('lamps on hand', lamp?.MAIN?.on_hand, 0),
      is('lanterns on hand', lantern?.MAIN?.on_hand, 8),
    ],
  },
};
