import * as z from 'zod';
import { decimal, type TrytonSession } from '../rpc.ts';
import { accounts } from './company.ts';
import { NAMES, PLACES, SERVICES, type Wanted } from './wanted.ts';

const ProductRow = z.object({ id: z.number(), code: z.string() });
const WarehouseRow = z.object({ storage_location: z.number() });

/** Taxes on sales; ids by name. */
export async function setUpTaxes(
  admin: TrytonSession,
  company: number,
  want: Wanted,
): Promise<Readonly<Record<string, number>>> {
  const { tax: account } = await accounts(admin);
  const names = Object.keys(want.taxes);
  const taxes = Object.entries(want.taxes).map(([name, rate]) => ({
    ...{ name, description: name, type: 'percentage', rate: decimal(rate), company },
    ...{ invoice_account: account, credit_note_account: account },
  }));
  const ids = await admin.create('account.tax', ...taxes);
  return Object.fromEntries(names.map((name, at) => [name, ids[at] ?? 0]));
}

export async function setUpPaymentTerm(admin: TrytonSession): Promise<number> {
  const lines = [['create', [{ type: 'remainder' }]]];
  const [term = 0] = await admin.create('account.invoice.payment_term', { name: NAMES.paymentTerm, lines });
  return term;
}

/** Goods and the services of `SERVICES`; product ids by code. */
export async function setUpProducts(admin: TrytonSession, want: Wanted): Promise<Readonly<Record<string, number>>> {
  const { revenue, expense } = await accounts(admin);
  const [category = 0] = await admin.create('product.category', {
    ...{ name: NAMES.category, accounting: true, account_revenue: revenue, account_expense: expense },
  });
  const unit = await admin.first('product.uom', [['symbol', '=', 'u']]);
  const product = (type: 'goods' | 'service', name: string, code: string) => ({
    ...{ name, type, default_uom: unit, salable: true, sale_uom: unit, list_price: decimal('10') },
    ...{ cost_price_method: 'fixed', account_category: category },
    products: [['create', [{ suffix_code: code, cost_price: decimal('5') }]]],
  });
  await admin.create(
    'product.template',
    ...want.skus.map((sku) => product('goods', `Product ${sku}`, sku)),
    ...Object.entries(SERVICES).map(([kind, code]) => product('service', kind.replaceAll('_', ' '), code)),
  );
  const codes = [...want.skus, ...Object.values(SERVICES)];
  const found = await admin.read('product.product', [['code', 'in', codes]], ProductRow, ['code']);
  return Object.fromEntries(found.map(({ code, id }) => [code, id]));
}

/** Puts `quantity` of each product into the warehouse's storage by a confirmed count. */
export async function setStock(session: TrytonSession, quantities: ReadonlyMap<number, number>): Promise<void> {
  const [warehouse] = await session.read('stock.location', [['code', '=', NAMES.warehouse]], WarehouseRow, [
    'storage_location',
  ]);
  if (warehouse === undefined) throw new Error(`Tryton has no warehouse ${NAMES.warehouse}`);
  const lines = [...quantities].map(([product, quantity]) => ({ product, quantity }));
  const [inventory] = await session.create('stock.inventory', {
    ...{ location: warehouse.storage_location, empty_quantity: 'keep' },
    lines: [['create', lines]],
  });
  await session.call('model.stock.inventory.confirm', [inventory]);
}

/** Where returned goods go that are not sold again: beside the storage, so that Tryton sends nothing from there. */
export async function setUpPlaces(admin: TrytonSession, warehouse: number): Promise<void> {
  const places = Object.entries(PLACES).map(([name, code]) => ({ name, code, type: 'lost_found' }));
  const ids = await admin.create('stock.location', ...places);
  await admin.write('stock.location', [warehouse], { waste_locations: [['add', ids]] });
}
