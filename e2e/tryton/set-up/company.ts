import * as z from 'zod';
import { date, decimal, type TrytonSession } from '../rpc.ts';
import { NAMES, type Wanted } from './wanted.ts';

/** The company with its currency, and the administrator in it. Returns ids. */
export async function setUpCompany(admin: TrytonSession, want: Wanted): Promise<{ company: number; currency: number }> {
  const { code, digits } = want.currency;
  const currency = {
    ...{ name: code, symbol: code, code, digits, rounding: decimal((10 ** -digits).toFixed(digits)) },
    rates: [['create', [{ rate: decimal('1'), date: date('2020-01-01') }]]],
  };
  const [currencyId = 0] = await admin.create('currency.currency', currency);
  const [party = 0] = await admin.create('party.party', { name: NAMES.company });
  const [company = 0] = await admin.create('company.company', { party, currency: currencyId });
  await admin.write('res.user', [1], { companies: [['add', [company]]], company });
  await admin.refresh();
  await admin.create('country.country', ...want.countries.map((code) => ({ code, name: countryName(code) })));
  return { company, currency: currencyId };
}

const countryName = (code: string) => new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;

/** Tryton's minimal chart of accounts. */
export async function setUpChart(admin: TrytonSession, company: number): Promise<void> {
  const wizard = 'wizard.account.create_chart';
  const [session] = z
    .tuple([z.number()])
    .rest(z.unknown())
    .parse(await admin.call(`${wizard}.create`));
  const template = await admin.first('account.account.template', [['parent', '=', null]]);
  await admin.call(`${wizard}.execute`, session, {}, 'account');
  const account = { company, account_template: template };
  await admin.call(`${wizard}.execute`, session, { account }, 'create_account');
  const { receivable, payable, revenue, expense } = await accounts(admin);
  const properties = {
    ...{ company, account_receivable: receivable, account_payable: payable },
    ...{ category_account_revenue: revenue, category_account_expense: expense },
  };
  await admin.call(`${wizard}.execute`, session, { account, properties }, 'create_properties');
  await admin.call(`${wizard}.delete`, session);
}

export interface Accounts {
  readonly receivable: number;
  readonly payable: number;
  readonly revenue: number;
  readonly expense: number;
  readonly tax: number;
}

/** The chart's accounts, by their use. */
export async function accounts(admin: TrytonSession): Promise<Accounts> {
  const use = (kind: string) => admin.first('account.account', [[`type.${kind}`, '=', true]]);
  return {
    receivable: await use('receivable'),
    payable: await use('payable'),
    revenue: await use('revenue'),
    expense: await use('expense'),
    tax: await admin.first('account.account', [['name', '=', 'Main Tax']]),
  };
}

/** This year and the next, so that invoices can be posted. */
export async function setUpYears(admin: TrytonSession, company: number, firstYear: number): Promise<void> {
  const sequenceType = (name: string) => admin.first('ir.sequence.type', [['name', '=', name]]);
  const [moves, invoices] = [await sequenceType('Account Move'), await sequenceType('Invoice')];
  for (const year of [firstYear, firstYear + 1]) {
    const named = (sequence_type: number, name: string) => ({ name: `${name} ${year}`, sequence_type, company });
    const [post_move_sequence] = await admin.create('ir.sequence', named(moves, 'Account moves'));
    const [invoice = 0] = await admin.create('ir.sequence.strict', named(invoices, 'Invoices'));
    const sequences = {
      ...{ company, in_invoice_sequence: invoice, in_credit_note_sequence: invoice },
      ...{ out_invoice_sequence: invoice, out_credit_note_sequence: invoice },
    };
    const [fiscalYear] = await admin.create('account.fiscalyear', {
      ...{ name: String(year), company, post_move_sequence },
      ...{ start_date: date(`${year}-01-01`), end_date: date(`${year}-12-31`) },
      invoice_sequences: [['create', [sequences]]],
    });
    await admin.call('model.account.fiscalyear.create_period', [fiscalYear]);
  }
}
