import type { TrytonSession } from '../rpc.ts';
import { setStock, setUpPaymentTerm, setUpPlaces, setUpProducts, setUpTaxes } from './catalogue.ts';
import { setUpChart, setUpCompany, setUpYears } from './company.ts';
import { type GROUPS, setUpPerson } from './people.ts';
import { NAMES, type References, type Wanted } from './wanted.ts';

/** Makes an activated, empty Tryton one in which orders can be taken and shipped. */
export async function setUp(
  admin: TrytonSession,
  want: Wanted,
  passwordOf: (login: keyof typeof GROUPS) => string,
): Promise<References> {
  const { company, currency } = await setUpCompany(admin, want);
  await setUpChart(admin, company);
  await setUpYears(admin, company, new Date().getUTCFullYear());
  const taxes = await setUpTaxes(admin, company, want);
  const paymentTerm = await setUpPaymentTerm(admin);
  const products = await setUpProducts(admin, want);
  await setStock(admin, new Map(want.skus.map((sku) => [products[sku] ?? 0, want.onHand])));
  for (const login of ['causeway', 'warehouse'] as const) await setUpPerson(admin, login, passwordOf(login), company);
  const warehouse = await admin.first('stock.location', [['code', '=', NAMES.warehouse]]);
  await setUpPlaces(admin, warehouse);
  return {
    company: { id: company, name: NAMES.company },
    currency: { id: currency, code: want.currency.code },
    warehouse: { id: warehouse, code: NAMES.warehouse },
    paymentTerm: { id: paymentTerm, name: NAMES.paymentTerm },
    taxes,
    products,
  };
}
