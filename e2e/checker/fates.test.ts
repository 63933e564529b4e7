import { describe, expect, it } from 'vitest';
import type { ErpOrder, Release } from './back-office.ts';
import { endsOf, isSettled } from './fates.ts';
import type { ShopOrder } from './shop/orders.ts';

/** Its last four digits are `printf %s wc_order_a | sha256sum`. */
const A = 'DEMO-101-e4be';
const goods = new Map([['CW-001', 2]]);
const money = { currency: 'EUR', totalMinor: 1000 };
const sold: ShopOrder = { id: 101, key: 'wc_order_a', status: 'wc-completed', ...money, erpNumbers: ['SO-1'], goods };
const unpaid: ShopOrder = { ...sold, id: 100, key: 'wc_order_x', status: 'wc-pending', erpNumbers: [] };
const erpOrder: ErpOrder = { name: 'SO-1', externalId: A, ...money, goods };
const release: Release = { name: 'WR-1', externalId: A, status: 'shipped', shipped: goods };

interface Scene {
  readonly order?: Partial<ShopOrder> | null;
  /** Live ones. */
  readonly erp?: readonly ErpOrder[];
  readonly wms?: readonly Release[];
  readonly doubles?: number;
  readonly exception?: boolean;
}

function ends({ order = {}, erp = [erpOrder], wms = [release], doubles = 0, exception = false }: Scene) {
  return endsOf({
    store: 'store',
    shopCode: 'DEMO',
    placed: [{ order_id: 101, order_key: 'wc_order_a', responded_at_ms: 1 }],
    shopOrders: [unpaid, ...(order === null ? [] : [{ ...sold, ...order }])],
    excepted: new Set(exception ? [101] : []),
    backOffice: {
      orders: Map.groupBy(erp, ({ externalId }) => externalId),
      releases: Map.groupBy(wms, ({ externalId }) => externalId),
      firstAskedAtMs: new Map(),
    },
    doubles,
  });
}

const through = { orders: 1, erp_orders: 1, duplicates: 0, lost: 0, stuck: 0, exceptions: 0, cancelled: 0, undone: 0 };

describe('where an order ended', () => {
  const cancelled = { status: 'wc-cancelled', erpNumbers: [] };
  const waits = { status: 'wc-processing', erpNumbers: [] };
  const twice = { erp: [erpOrder, { ...erpOrder, name: 'SO-2' }], doubles: 1 };
  const foreign = { ...erpOrder, name: 'SO-9', externalId: 'DEMO-9-0000' };
  const notThere = { order: waits, erp: [], wms: [] };
  const cases: [string, Scene, object, RegExp][] = [
    ['through', {}, {}, /^$/],
    ['not in the ERP', notThere, { erp_orders: 0, lost: 1 }, /lost: not in the ERP/],
    [
      'not there, and a person sees it',
      { ...notThere, exception: true },
      { erp_orders: 0, exceptions: 1 },
      /exception:/,
    ],
    [
      'in the ERP, and no further',
      { order: { status: 'wc-processing' }, wms: [] },
      { stuck: 1 },
      /stuck: .*not released/,
    ],
    ['gone from the shop', { order: null }, { orders: 0, erp_orders: 0, lost: 1 }, /no such order/],
    ['in the ERP twice', twice, { duplicates: 1, stuck: 1 }, /2 live ERP orders/],
    ['doubled, and the double undone', { doubles: 1 }, { duplicates: 1, undone: 1 }, /^$/],
    ['cancelled everywhere', { order: cancelled, erp: [], wms: [] }, { orders: 0, erp_orders: 0, cancelled: 1 }, /^$/],
    [
      'cancelled in the shop alone',
      { order: cancelled, wms: [] },
      { orders: 0, erp_orders: 0, cancelled: 1, stuck: 1 },
      /but not SO-1/,
    ],
    ['an ERP order of nobody', { erp: [erpOrder, foreign] }, { lost: 1 }, /no order of the shop/],
  ];
  it.each(cases)('%s', (_, scene, figures, finding) => {
    const { fates, findings } = ends(scene);
    const { store, ...counted } = fates;
    expect(counted).toEqual({ ...through, ...figures });
    expect(findings.map(({ what }) => what).join('\n')).toMatch(finding);
    expect(isSettled(fates)).toBe(counted.lost + counted.stuck + counted.duplicates === 0);
    expect(store).toBe('store');
  });
});
