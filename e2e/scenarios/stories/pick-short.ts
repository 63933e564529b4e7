import { control } from '../../demo/back-office-control.ts';
import { is, type Scenario } from '../scenario.ts';

export const pickShort: Scenario = {
  name: 'pick-short',
  story: 'five are ordered and the warehouse finds three; the rule is to backorder the rest',
  goods: { lamp: 10 },
  off: {
    what: 'shortPick: ask',
    configure: ({ shops }) => {
      for (const shop of shops) Object.assign(shop.orders as object, { shortPick: 'ask' });
    },
    patienceSeconds: 10,
  },
  patienceSeconds: 90,

  async play(stage) {
    await control(stage.demo.backOffice, 'wms', 'POST', 'picks', { sku: stage.sku('lamp'), pick: 3, short: true });
    await stage.buy({ lamp: 5 });
  },

  ends: {
    woocommerce({ orders: [order], exceptions }) {
      const told = order?.shop.notes.filter((note) => /backorder.*: 2 × lamp/.test(note));
      return [
        is(
          'units in fulfilments',
          order?.shop.fulfilments.map(({ units }) => units),
          [{ lamp: 3 }],
        ),
        is('notes of two on backorder', told?.length, 1),
        is('status', order?.shop.status, 'wc-processing'),
        is('exceptions', exceptions, []),
      ];
    },
    erp: ({ orders: [order] }) => [
      is('orders', order?.erp.length, 1),
      is('units ordered', order?.erp[0]?.ordered, { lamp: 5 }),
      is('units shipped', order?.erp[0]?.shipped, { lamp: 3 }),
    ],
    warehouse: ({ orders: [order], wmsStock }) => [
      is('units shipped', order?.releases[0]?.shipped, { lamp: 3 }),
      is('units short', order?.releases[0]?.short, { lamp: 2 }),
      is('units on hand', wmsStock.lamp?.MAIN?.on_hand, 5),
    ],
  },
};
