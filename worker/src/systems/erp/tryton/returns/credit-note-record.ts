import type { CreditMemo } from '@causeway/contracts';
import * as z from 'zod';
import { fromMinor } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Directory, Product } from '../../../tryton/directory.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { decimal } from '../../../tryton/values.ts';
import { type ServiceCodes, unitPrice } from '../lines.ts';
import { INVOICE } from '../sale.ts';
import { titleOf } from './credit-note.ts';
import type { Original } from './making.ts';
import type { Return } from './return-sale.ts';

const Account = z.int().nullable();
const Filled = z.object({ account: z.int().nullable() });

/** A credit memo in Tryton's words, ready to be made. */
export interface Prepared {
  readonly record: object;
  /** The line that takes what rounding leaves: minor units, added to the sum that is credited. */
  readonly rounding: (minor: number) => object;
}

export async function prepared(
  errand: Errand,
  directory: Directory,
  memo: CreditMemo,
  of: { readonly sale: Original; readonly returned: Return | undefined },
  services: ServiceCodes,
): Promise<Prepared> {
  const { sale, returned } = of;
  const company = await errand.company();
  const journal = await directory.id(errand, 'account.journal', [['type', '=', 'revenue']], 'journal of revenue');
  const head = { type: 'out', company, party: sale.party };
  const account = await errand.filledIn(INVOICE, 'on_change_with_account', Account, head);
  const origins = new Map(returned?.sale['lines.'].map(({ id, note }) => [note ?? '', `sale.line,${id}`]));
  if (account === null) throw noAccount(errand, 'receivables of the customer');
  // An amount without goods, which the sale has no line for, is a discount given later.
  const codes = [services.discount, services.rounding];
  const products = await directory.products(errand, codes);
  const amounts = products.get(services.discount) as Product;
  const soldOf = ({ lineId }: CreditMemo['lines'][number]) => sale['lines.'].find(({ note }) => note === lineId);
  const goods = memo.lines.map((line) => soldOf(line)?.product ?? amounts.id);
  const accounts = await revenueAccounts(errand, sale, [...goods, products.get(services.rounding)?.id ?? 0]);
  const shared = { type: 'line', company, currency: sale.currency };
  const lines = memo.lines.map((line, at) => {
    const sold = soldOf(line);
    if (sold === undefined && line.taxMinor !== 0) throw untaxable(errand, line.lineId);
    const quantity = Number(line.quantity) > 0 ? line.quantity : '1';
    const origin = origins.get(line.lineId);
    const taxes = line.taxMinor === 0 ? [] : (sold?.taxes ?? []);
    return {
      ...shared,
      product: goods[at],
      account: accounts.get(goods[at] ?? 0),
      unit: sold?.unit ?? amounts.default_uom,
      quantity: -Number(quantity),
      unit_price: decimal(unitPrice(fromMinor(line.netMinor, memo.currencyDigits), quantity)),
      description: sold?.description ?? 'Refund',
      note: line.lineId,
      ...(origin === undefined ? {} : { origin }),
      ...(taxes.length === 0 ? {} : { taxes: [['add', taxes]] }),
    };
  });
  const record = {
    ...head,
    ...{ currency: sale.currency, journal, account },
    ...{ invoice_address: sale.invoice_address, reference: memo.externalId, description: titleOf(memo) },
    lines: [['create', lines]],
  };
  // Without a product: a positive line of one would make Tryton number the note as an invoice.
  const rounding = (minor: number) => ({
    ...shared,
    account: accounts.get(products.get(services.rounding)?.id ?? 0),
    quantity: -1,
    unit_price: decimal(fromMinor(minor, memo.currencyDigits)),
    description: 'Rounding',
    note: 'rounding',
  });
  return { record, rounding };
}

/** Revenue accounts by product, as Tryton takes them. Throws `missing_reference`. */
async function revenueAccounts(errand: Errand, sale: Original, products: readonly number[]) {
  const { party, currency } = sale;
  const line = { type: 'line', invoice_type: 'out', invoice: null, company: await errand.company(), party, currency };
  const accounts = new Map<number, number>();
  for (const product of new Set(products)) {
    const asked = { ...line, product };
    const { account } = await errand.filledIn(`${INVOICE}.line`, 'on_change_product', Filled, asked);
    if (account === null) throw noAccount(errand, 'revenue of a product');
    accounts.set(product, account);
  }
  return accounts;
}

const noAccount = (errand: Errand, of: string) =>
  new SystemFailure('missing_reference', 'before_send', `${errand.system} has no account for the ${of}`);

const untaxable = (errand: Errand, lineId: string) =>
  new SystemFailure(
    'mapping',
    'before_send',
    `${errand.system}: the sale has no line ${lineId}, so its tax isn't known`,
  );
