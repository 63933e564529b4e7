import { fault } from '../../demo/back-office-control.ts';
import { startDoublingProxy } from '../doubling-proxy.ts';
import { is, type Scenario, tally } from '../scenario.ts';
import { bugNamed } from '../switched-off.ts';

const ORDERS = 20;

export const duplicateDelivery: Scenario = {
  name: 'duplicate-delivery',
  story: `${ORDERS} orders; every exchange comes to the shop twice and its answer to the worker twice, every webhook twice, half of what ERP and warehouse reply is lost; neither refuses a double`,
  goods: { lamp: 1000, rope: 1000 },
  off: { what: 'no look before a second try', bug: bugNamed('no look-up after a broken call'), patienceSeconds: 20 },
  patienceSeconds: 240,

  async play(stage) {
    const { backOffice, served } = stage.demo;
    const proxy = await startDoublingProxy(served.shop.url);
    stage.afterwards(async () => {
      await stage.reach(served.shop.url);
      await proxy.stop();
    });
    await stage.reach(proxy.url);
    for (const system of ['erp', 'wms'] as const) {
      await fault(backOffice, system, { kind: 'duplicate_webhooks' });
      // Not all: what never replies is left alone, and then nothing is tried twice.
      await fault(backOffice, system, { kind: 'reset_after_commit', probability: 0.5, seed: 7 });
    }
    // Else they would tell the worker what it must look up.
    await fault(backOffice, 'erp', { kind: 'delay_webhooks', ms: 4000 });
    for (let number = 1; number <= ORDERS; number += 1)
      await stage.buy({ lamp: 1, rope: 2 }, number % 2 === 0 ? 'block' : 'classic');
    await stage.until('something was doubled', () => proxy.doubled() > 0);
  },

  ends: {
    woocommerce({ orders, stock, exceptions }) {
      return [
        is(
          'orders by status',
          tally(orders, ({ shop }) => shop.status),
          { 'wc-completed': ORDERS },
        ),
        is(
          'fulfilments',
          tally(orders, ({ shop }) => JSON.stringify(shop.fulfilments.map(({ units }) => units))),
          {
            '[{"lamp":1,"rope":2}]': ORDERS,
          },
        ),
        is('stock', stock, { lamp: 1000 - ORDERS, rope: 1000 - 2 * ORDERS }),
        is('exceptions', exceptions, []),
      ];
    },
    erp: ({ orders }) => [
      is(
        'ERP orders for each',
        tally(orders, ({ erp }) => `${erp.length}`),
        { 1: ORDERS },
      ),
      is(
        'shipments of each',
        tally(orders, ({ erp }) => `${erp[0]?.shipments.length}`),
        { 1: ORDERS },
      ),
    ],
    warehouse: ({ orders }) => [
      is(
        'releases',
        tally(orders, ({ releases }) => releases.map(({ status }) => status).join()),
        { shipped: ORDERS },
      ),
      is(
        'parcels of each',
        tally(orders, ({ releases }) => `${releases[0]?.parcels.length}`),
        { 1: ORDERS },
      ),
    ],
  },
};
