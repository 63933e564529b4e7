import type { Ends, OrderEnds } from '../ends.ts';
import { count } from '../goods.ts';
import { is, type Scenario } from '../scenario.ts';
import { buyFiveAndFindThree, byRule, FOUND, inFulfilments, leftWithTwo, MISSING } from '../short-picks.ts';

const told = (order: OrderEnds | undefined) => order?.shop.notes.filter((note) => /backorder.*: 2 × lamp/.test(note));

export const pickShort: Scenario = {
  name: 'pick-short',
  story: 'five are ordered and the warehouse finds three; the rest waits for stock, and leaves with a second release',
  goods: { lamp: 5 },
  configure: byRule('backorder'),
  off: { what: 'shortPick: ask', configure: byRule('ask'), patienceSeconds: 10 },
  patienceSeconds: 300,

  async play(stage) {
    await buyFiveAndFindThree(stage);
    await stage.until('three have left, and the customer knows of the rest', ({ orders: [order] }) => {
      const reported = order?.erp[0]?.shipped.lamp === 3;
      return reported && order?.shop.fulfilments.length === 1 && told(order)?.length === 1;
    });
    stage.remember('short');
    await count(stage.demo.backOffice, { [stage.sku('lamp')]: 2 });
  },

  ends: {
    woocommerce({ orders: [order], exceptions }, { short }) {
      const before = short?.orders[0];
      return [
        is('units in fulfilments, when three were found', inFulfilments(before), [FOUND]),
        is('notes of two on backorder', told(before)?.length, 1),
        is('status, when three were found', before?.shop.status, 'wc-processing'),
        is('units in fulfilments', inFulfilments(order), [FOUND, MISSING]),
        is('status', order?.shop.status, 'wc-completed'),
        is('exceptions', exceptions, []),
      ];
    },
    erp: ({ orders: [order] }, { short }) => [
      is('orders', order?.erp.length, 1),
      is('units ordered', order?.erp[0]?.ordered, { lamp: 5 }),
      is('units shipped, when three were found', short?.orders[0]?.erp[0]?.shipped, FOUND),
      is('shipments', order?.erp[0]?.shipments, [FOUND, MISSING]),
    ],
    warehouse: ({ orders: [order] }, { short }) => [...shortAtWarehouse(short), ...leftWithTwo(order, MISSING)],
  },
};

function shortAtWarehouse(short: Ends | undefined) {
  const [order] = short?.orders ?? [];
  return [
    is('releases, when three were found', order?.releases.length, 1),
    is('units shipped', order?.releases[0]?.shipped, FOUND),
    is('units short, when three were found', order?.releases[0]?.short, MISSING),
    is('units on hand', short?.wmsStock.lamp?.MAIN?.on_hand, 0),
  ];
}
