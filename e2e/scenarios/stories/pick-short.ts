import { control } from '../../demo/back-office-control.ts';
import type { Ends, OrderEnds } from '../ends.ts';
import { count } from '../goods.ts';
import { is, type Scenario } from '../scenario.ts';

const FOUND = { lamp: 3 };
const LATER = { lamp: 2 };
const told = (order: OrderEnds | undefined) => order?.shop.notes.filter((note) => /backorder.*: 2 × lamp/.test(note));
const inFulfilments = (order: OrderEnds | undefined) => order?.shop.fulfilments.map(({ units }) => units);

export const pickShort: Scenario = {
  name: 'pick-short',
  story: 'five are ordered and the warehouse finds three; the rest waits for stock, and leaves with a second release',
  goods: { lamp: 5 },
  off: {
    what: 'shortPick: ask',
    configure: ({ shops }) => {
      for (const shop of shops) Object.assign(shop.orders as object, { shortPick: 'ask' });
    },
    patienceSeconds: 10,
  },
  patienceSeconds: 120,

  async play(stage) {
    const { backOffice } = stage.demo;
    await control(backOffice, 'wms', 'POST', 'picks', { sku: stage.sku('lamp'), pick: 3, short: true });
    await stage.buy({ lamp: 5 });
    await stage.until('three have left, and the customer knows of the rest', ({ orders: [order] }) => {
      const reported = order?.erp[0]?.shipped.lamp === 3;
      return reported && order?.shop.fulfilments.length === 1 && told(order)?.length === 1;
    });
    stage.remember('short');
    await count(backOffice, { [stage.sku('lamp')]: 2 });
  },

  ends: {
    woocommerce({ orders: [order], exceptions }, { short }) {
      const before = short?.orders[0];
      return [
        is('units in fulfilments, when three were found', inFulfilments(before), [FOUND]),
        is('notes of two on backorder', told(before)?.length, 1),
        is('status, when three were found', before?.shop.status, 'wc-processing'),
        is('units in fulfilments', inFulfilments(order), [FOUND, LATER]),
        is('status', order?.shop.status, 'wc-completed'),
        is('exceptions', exceptions, []),
      ];
    },
    erp: ({ orders: [order] }, { short }) => [
      is('orders', order?.erp.length, 1),
      is('units ordered', order?.erp[0]?.ordered, { lamp: 5 }),
      is('units shipped, when three were found', short?.orders[0]?.erp[0]?.shipped, FOUND),
      is('shipments', order?.erp[0]?.shipments, [FOUND, LATER]),
    ],
    warehouse: ({ orders: [order] }, { short }) => [...shortAtWarehouse(short), ...second(order)],
  },
};

function shortAtWarehouse(short: Ends | undefined) {
  const [order] = short?.orders ?? [];
  return [
    is('releases, when three were found', order?.releases.length, 1),
    is('units shipped', order?.releases[0]?.shipped, FOUND),
    is('units short', order?.releases[0]?.short, LATER),
    is('units on hand', short?.wmsStock.lamp?.MAIN?.on_hand, 0),
  ];
}

const second = (order: OrderEnds | undefined) => [
  is(
    'releases',
    order?.releases.map(({ released, shipped }) => [released, shipped]),
    [
      [{ lamp: 5 }, FOUND],
      [LATER, LATER],
    ],
  ),
  is('name of the second', order?.releases[1]?.externalId, `${order?.releases[0]?.externalId}-2`),
];
