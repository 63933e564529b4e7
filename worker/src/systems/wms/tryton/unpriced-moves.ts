import * as z from 'zod';
import type { Errand } from '../../tryton/errand.ts';
import { decimal } from '../../tryton/values.ts';
import type { Lines } from './order-lines.ts';

const Warehouse = z.object({ id: z.int(), input_location: z.int(), output_location: z.int() });
const Customer = z.object({ id: z.int(), customer_location: z.int() });
const Company = z.object({ id: z.int(), currency: z.int() });
const Product = z.object({ id: z.int(), default_uom: z.int() });

/** Moves of goods that were sold elsewhere, `out` to the customer or `back`; a price here would only be a guess. */
export async function unpricedMoves(
  errand: Errand,
  head: { readonly company: number; readonly customer: number; readonly warehouse: number },
  lines: Lines,
  way: 'out' | 'back',
): Promise<object[]> {
  const [zone] = await errand.read('stock.location', Warehouse, [['id', '=', head.warehouse]]);
  const [to] = await errand.read('party.party', Customer, [['id', '=', head.customer]]);
  const [ours] = await errand.read('company.company', Company, [['id', '=', head.company]]);
  const products = await errand.read('product.product', Product, [['id', 'in', lines.map(([, product]) => product)]]);
  const [from_location, to_location] =
    way === 'out' ? [zone?.output_location, to?.customer_location] : [to?.customer_location, zone?.input_location];
  return lines.map(([, product, quantity]) => ({
    ...{ company: head.company, from_location, to_location },
    ...{ unit_price: decimal('0'), currency: ours?.currency },
    product,
    uom: products.find(({ id }) => id === product)?.default_uom,
    quantity: Number(quantity),
  }));
}
