import { set } from '../../demo/back-office-control.ts';
import { change } from '../../promises/shop-store.ts';
import type { Ends } from '../ends.ts';
import { is, type Scenario } from '../scenario.ts';

const HOUR_MS = 3_600_000;
const ELSEWHERE = { line1: 'Am Leuchtturm 1', city: 'Cuxhaven', postcode: '27472' };

export const editAfterAcceptance: Scenario = {
  name: 'edit-after-acceptance',
  story: 'the address of an accepted order is edited, which is allowed, and then a quantity, which is not',
  goods: { lamp: 10 },
  off: {
    what: 'ERP and warehouse are not told of edits',
    bug: {
      name: 'an edited address is told nobody',
      file: 'worker/src/flows/order/edits/amending.ts',
      find: '  if (inDoubt || tooLate) return null;\n',
      replace: '  if (role !== null) return null;\n',
    },
    patienceSeconds: 10,
  },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice, served } = stage.demo;
    await set(backOffice, 'wms', { pick_after_ms: HOUR_MS });
    const { id } = await stage.buy({ lamp: 2 });
    await stage.until('it is released', ({ orders }) => orders[0]?.releases.length === 1);
    await change(
      served.shop,
      id,
      `$order->set_shipping_address_1( '${ELSEWHERE.line1}' );
       $order->set_shipping_city( '${ELSEWHERE.city}' );
       $order->set_shipping_postcode( '${ELSEWHERE.postcode}' );
       $order->save();`,
    );
    await stage.until(
      'the warehouse has the address',
      ({ orders }) => orders[0]?.releases[0]?.shipTo.city === ELSEWHERE.city,
    );
    stage.remember('address edited');
    await change(
      served.shop,
      id,
      `foreach ( $order->get_items() as $item ) { $item->set_quantity( 3 ); $item->save(); }
       $order->calculate_totals();
       $order->save();`,
    );
  },

  ends: {
    woocommerce({ orders: [order], exceptions }, { 'address edited': edited }) {
      return [
        is('exceptions after the address', edited?.exceptions, []),
        is('status', order?.shop.status, 'wc-processing'),
        is('address', order?.shop.shipTo, ELSEWHERE),
        is('units ordered', order?.shop.ordered, { lamp: 3 }),
        is('exceptions', about(exceptions), [`conflict of order/${order?.shop.id}`]),
      ];
    },
    erp: ({ orders: [order] }) => [
      is('orders', order?.erp.length, 1),
      is('address', order?.erp[0]?.shipTo, ELSEWHERE),
      is('units ordered', order?.erp[0]?.ordered, { lamp: 2 }),
    ],
    warehouse: ({ orders: [order] }) => [
      is('releases', order?.releases.length, 1),
      is('address', order?.releases[0]?.shipTo, ELSEWHERE),
      is('units released', order?.releases[0]?.released, { lamp: 2 }),
    ],
  },
};

const about = (exceptions: Ends['exceptions']) =>
  exceptions.flatMap(({ category, subjects }) => subjects.map(({ subject }) => `${category} of ${subject}`));
