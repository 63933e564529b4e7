import * as z from 'zod';
import type { WmsAdapter } from '../../adapter.ts';
import { examineTryton } from '../../tryton/examine.ts';
import { openClient, TRYTON_LIMITS, TRYTON_SETTINGS } from '../../tryton/settings.ts';
import { TrytonWms } from './tryton-wms.ts';

/** README.md tells each. */
const Settings = z.strictObject({ ...TRYTON_SETTINGS, orders: z.enum(['here', 'elsewhere']) });

/** Customer shipments and stock of a Tryton 6.0. */
export const trytonWms: WmsAdapter = {
  name: 'tryton-wms',
  role: 'wms',
  summary: 'Tryton 6.0 as warehouse, by JSON-RPC: customer shipments, returns and stock',
  settings: Settings,
  limits: TRYTON_LIMITS,
  returns: true,
  open(settings: z.infer<typeof Settings>, surroundings) {
    const { now } = surroundings;
    const client = openClient(settings, 'the warehouse', surroundings);
    const { warehouse, orders, stockWarehouses = [warehouse] } = settings;
    const port = new TrytonWms(client, { ...settings, stockWarehouses, now });
    const named = {
      warehouses: [...new Set([warehouse, ...stockWarehouses])],
      services: [],
      paymentTerms: [],
      books: false,
      taxes: false,
      locations: Object.values(settings.places).filter((name) => name !== undefined),
      models: {
        'stock.shipment.out': true,
        'stock.shipment.out.return': true,
        'stock.move': true,
        'party.party': true,
        'product.product': false,
        ...(orders === 'here' ? { 'sale.sale': false } : {}),
      },
      buttons: [],
    };
    return { port, examine: (references, signal) => examineTryton(client, named, references, signal, now) };
  },
};
