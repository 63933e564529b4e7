import { control } from '../../demo/back-office-control.ts';
import { adminRoute } from '../../demo/connect.ts';
import { evalPhp } from '../../stage/index.ts';
import { all, returnsFollowed, stockFollows } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';

/** Gross, of one lamp. */
const LAMP_MINOR = 1250;

export const returnToRefund: Scenario = {
  name: 'return-to-refund',
  story: 'two of three units come back: one can be sold again, one is damaged',
  goods: { lamp: 10 },
  configure: all(stockFollows('wms', 'MAIN'), returnsFollowed),
  off: {
    what: 'returns: mode off',
    configure: ({ shops }) => {
      for (const shop of shops) shop.returns = { mode: 'off' };
    },
    patienceSeconds: 15,
  },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice, served } = stage.demo;
    await stage.followed();
    const { id } = await stage.buy({ lamp: 3 });
    // Until the warehouse's own word is in, what it has promised may be off sale twice.
    await stage.until('it is completed, and seven are left', ({ orders, stock }) => {
      return orders[0]?.shop.status === 'wc-completed' && stock.lamp === 7;
    });
    const item_id = await evalPhp<number>(
      served.shop,
      'return array_key_first( wc_get_order( $args["id"] )->get_items() );',
      { id },
    );
    const lines = [{ item_id, quantity: '2' }];
    await adminRoute(served.shop, 'POST', '/causeway/v1/return-requests', { order: id, lines, reason: 'Too bright' });
    const { orders } = await stage.until('the warehouse expects it', (ends) => ends.orders[0]?.receipts.length === 1);
    const receipt = orders[0]?.receipts[0]?.id;
    const line = { line_id: String(item_id), sku: stage.sku('lamp') };
    await control(backOffice, 'wms', 'POST', `returns/${receipt}/receive`, { lines: [{ ...line, quantity: 2 }] });
    const inspected = ['restock', 'damaged'].map((disposition) => ({ ...line, disposition, quantity: 1 }));
    await control(backOffice, 'wms', 'POST', `returns/${receipt}/inspect`, { lines: inspected });
  },

  ends: {
    woocommerce({ orders: [order], stock, exceptions }) {
      return [
        is(
          'refunds',
          order?.shop.refunds.map(({ minor, units }) => ({ minor, units })),
          [{ minor: 2 * LAMP_MINOR, units: { lamp: 2 } }],
        ),
        is('stock', stock.lamp, 8),
        is('exceptions', exceptions, []),
      ];
    },
    erp: ({ orders: [order] }) => [
      is('orders', order?.erp.length, 1),
      is(
        'returns',
        order?.returns.map(({ units }) => units),
        [{ lamp: 2 }],
      ),
      is(
        'credit memos',
        order?.creditMemos.map(({ status, totalMinor, units }) => ({ status, totalMinor, units })),
        [{ status: 'posted', totalMinor: 2 * LAMP_MINOR, units: { lamp: 2 } }],
      ),
    ],
    warehouse: ({ orders: [order], wmsStock }) => [
      is(
        'releases',
        order?.releases.map(({ status }) => status),
        ['shipped'],
      ),
      is(
        'receipts',
        order?.receipts.map(({ status, dispositions }) => ({ status, dispositions })),
        [{ status: 'inspected', dispositions: { restock: { lamp: 1 }, damaged: { lamp: 1 } } }],
      ),
      is('units damaged', wmsStock.lamp?.MAIN?.damaged, 1),
    ],
  },
};
