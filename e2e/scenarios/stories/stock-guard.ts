import { control } from '../../demo/back-office-control.ts';
import { adminRoute } from '../../demo/connect.ts';
import { stockFollows } from '../agency.ts';
import { is, type Scenario } from '../scenario.ts';

const GOODS = Array.from({ length: 20 }, (_, index) => `lamp${String(index + 1).padStart(2, '0')}`);
const EMPTY = GOODS.slice(0, 16);
const OF_EACH = 10;

export const stockGuard: Scenario = {
  name: 'stock-guard',
  story: 'the ERP says of 16 of 20 goods that there are none',
  goods: Object.fromEntries(GOODS.map((good) => [good, OF_EACH])),
  configure: stockFollows('erp', 'MAIN'),
  off: {
    what: 'a guard that lets everything through',
    configure: ({ shops }) => {
      for (const shop of shops) Object.assign(shop.availability as object, { guard: { skusMin: 1_000_000 } });
    },
    patienceSeconds: 15,
  },
  patienceSeconds: 300,

  async play(stage) {
    const { backOffice, served } = stage.demo;
    const items = EMPTY.map((good) => ({ sku: stage.sku(good), on_hand: 0 }));
    await stage.followed();
    await control(backOffice, 'erp', 'PUT', 'items', { items });
    const { exceptions } = await stage.until('somebody is alerted', (ends) => ends.exceptions.length > 0);
    stage.remember('alerted');
    const [alert] = exceptions;
    await adminRoute(served.shop, 'POST', '/causeway/v1/commands', {
      command: 'approve',
      subject: alert?.subjects[0]?.subject,
      cause: alert?.cause,
      reason: 'Stocktaking',
    });
  },

  ends: {
    woocommerce({ stock, exceptions }, { alerted }) {
      return [
        is('stock until it was approved', levels(alerted?.stock), { [OF_EACH]: GOODS.length }),
        is(
          'alerts',
          alerted?.exceptions.map(({ category, subjects }) => `${category} of ${subjects.length}`),
          ['stock of 1'],
        ),
        is('stock', levels(stock), { 0: EMPTY.length, [OF_EACH]: GOODS.length - EMPTY.length }),
        is('exceptions', exceptions, []),
      ];
    },
    erp: () => [],
    warehouse: () => [],
  },
};

/** How many goods there are so many of. */
function levels(stock: Readonly<Record<string, number | null>> = {}): Record<string, number> {
  const groups = Map.groupBy(Object.values(stock), String);
  return Object.fromEntries([...groups].map(([level, goods]) => [level, goods.length]));
}
