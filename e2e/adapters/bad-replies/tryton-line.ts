import * as z from 'zod';
import { toMinor } from '../../../worker/src/policy/rounding/money.ts';
import { salesOrder } from '../../../worker/src/systems/erp/conformance/orders.ts';
import type { ErpWords } from '../../../worker/src/systems/erp/conformance/words.ts';
import { trytonErp } from '../../../worker/src/systems/erp/tryton/adapter.ts';
import { calls, SKUS, startTrytonStage } from '../subjects/tryton-stage.ts';
import { json, type Line, ORDERS } from './line.ts';

const WORDS: ErpWords = {
  skus: SKUS,
  unknownSku: 'NOPE-1',
  shippingMethod: 'STANDARD',
  taxCode: 'VAT 19%',
  taxPercent: 19,
  paymentMethod: 'COD',
  currencies: [{ code: 'EUR', digits: 2 }],
};
const Total = z.object({ state: z.string(), total_amount: z.object({ decimal: z.string() }).nullable() });

/** A real Tryton, as ERP. */
export async function trytonLine(): Promise<Line> {
  const stage = await startTrytonStage();
  return {
    adapter: trytonErp,
    own: { ...stage.options, assign: false, paymentTerms: { '*': 'Due at once' } },
    secrets: { password: stage.surroundings.secret('password') },
    proxy: stage.proxy,
    ...ORDERS,
    befalls: {
      create: calls(/^model\.sale\.sale\.create$/),
      read: calls(/^model\..+\.search_read$/),
      token: calls(/^common\.db\.login$/),
    },
    requestFor: (externalId) => json({ order: salesOrder(WORDS, externalId) }),
    whole: salesOrder(WORDS, '').totalMinor,
    roundingMax: 0,
    held: async (externalId) => {
      const sales = await stage.admin.read('sale.sale', [['reference', '=', externalId]], Total, [
        'state',
        'total_amount',
      ]);
      return sales.map(({ state, total_amount }) => {
        return { isCancelled: state === 'cancelled', comesTo: toMinor(total_amount?.decimal ?? '0', 2).minor };
      });
    },
    stop: stage.stop,
  };
}
