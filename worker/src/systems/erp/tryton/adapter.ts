import * as z from 'zod';
import type { ErpAdapter } from '../../adapter.ts';
import { examineTryton } from '../../tryton/examine.ts';
import { openClient, TRYTON_LIMITS, TRYTON_SETTINGS } from '../../tryton/settings.ts';
import { TrytonErp } from './tryton-erp.ts';

const Code = z.string().min(1);

/** README.md tells each. */
const Settings = z.strictObject({
  ...TRYTON_SETTINGS,
  services: z
    .strictObject({
      shipping: Code.default('SHIPPING'),
      discount: Code.default('DISCOUNT'),
      fee: Code.default('FEE'),
      gift_card: Code.default('GIFT-CARD'),
      rounding: Code.default('ROUNDING'),
    })
    .prefault({}),
  paymentTerms: z.record(z.string(), Code).default({}),
  invoiceMethod: z.enum(['order', 'shipment', 'manual']).default('order'),
});

/** Sales, customers and stock of a Tryton 6.0. */
export const trytonErp: ErpAdapter = {
  name: 'tryton-erp',
  role: 'erp',
  summary: 'Tryton 6.0 as ERP, by JSON-RPC: sales, customers, stock, invoices, returns',
  settings: Settings,
  limits: TRYTON_LIMITS,
  returns: true,
  reportsReturns: true,
  open(settings: z.infer<typeof Settings>, surroundings) {
    const { now } = surroundings;
    const client = openClient(settings, 'the ERP', surroundings);
    const { warehouse, stockWarehouses = [warehouse], services, paymentTerms, places } = settings;
    const port = new TrytonErp(client, { ...settings, stockWarehouses, now });
    const named = {
      warehouses: [...new Set([warehouse, ...stockWarehouses])],
      services: Object.values(services),
      paymentTerms: Object.values(paymentTerms),
      books: true,
      taxes: true,
      locations: Object.values(places).filter((name) => name !== undefined),
      models: {
        'sale.sale': true,
        'stock.shipment.out': true,
        'stock.shipment.out.return': true,
        'account.invoice': true,
        'party.party': true,
      },
      buttons: [['sale.sale', 'process']] as const,
    };
    return { port, examine: (references, signal) => examineTryton(client, named, references, signal, now) };
  },
};
