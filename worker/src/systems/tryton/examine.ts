import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import { clockSkew } from '../clock-skew.ts';
import { type Finding, failed, ok, type References } from '../examination.ts';
import type { TrytonClient } from './client.ts';
import { Directory } from './directory.ts';
import { Errand } from './errand.ts';
import { date } from './values.ts';

/** What the settings name in Tryton, and which models are asked; true: written too. */
export interface Named {
  readonly warehouses: readonly string[];
  /** Places of returned goods. */
  readonly locations: readonly string[];
  /** Product codes. */
  readonly services: readonly string[];
  readonly paymentTerms: readonly string[];
  /** Whether credit notes are posted here. */
  readonly books: boolean;
  /** Whether the shops' tax codes must be known here. */
  readonly taxes: boolean;
  readonly models: Readonly<Record<string, boolean>>;
  /** `[model, button]`: those that Tryton keeps for some groups. */
  readonly buttons: readonly (readonly [string, string])[];
}

const Access = z.record(z.string(), z.object({ read: z.unknown(), write: z.unknown(), create: z.unknown() }));
const Button = z.object({ id: z.int(), groups: z.array(z.int()) });
const Groups = z.object({ groups: z.array(z.int()).default([]) });
const Code = z.object({ id: z.int(), code: z.string() });

const quota: Finding = { check: 'quota', result: 'not_checked', detail: 'Tryton has no quota', advice: null };

/** Looks at a Tryton, from the door inwards; after a closed door the rest is not looked at. */
export async function examineTryton(
  client: TrytonClient,
  named: Named,
  references: References,
  signal: AbortSignal,
  now: () => number,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  try {
    const { result, at } = await client.version(signal);
    const detail = `Tryton ${result} answers`;
    const known = String(result).startsWith('6.0.');
    const advice = known ? null : 'This adapter was tested with Tryton 6.0: try it on a copy first.';
    found.push({ check: 'reachable', result: known ? 'ok' : 'warning', detail, advice });
    found.push(clockSkew(at === null ? null : new Date(at).toUTCString(), now()));
  } catch (error) {
    return [failed('reachable', error, 'Check the address in the configuration, and that trytond runs there.')];
  }
  try {
    const { company } = await client.context(signal);
    found.push(ok('sign_in', `signed in, company ${company}`));
  } catch (error) {
    const advice = 'Check user, password file and database in the configuration, and that the user has a company.';
    return [...found, failed('sign_in', error, advice)];
  }
  try {
    const errand = new Errand(client, signal);
    found.push(await permissions(client, errand, named));
    found.push(await referenceData(errand, new Directory(now), named, references));
    if (named.books) found.push(...(await books(errand, now)));
    found.push(quota);
  } catch (error) {
    found.push(
      failed('reference_data', error, 'Give the user the groups Sales, Sales Administrator, Stock and Account.'),
    );
  }
  return found;
}

async function permissions(client: TrytonClient, errand: Errand, { models, buttons }: Named): Promise<Finding> {
  const names = Object.keys(models);
  const { result } = await client.call('model.ir.model.access.get_access', [names], errand.signal);
  const access = Access.safeParse(result).data ?? {};
  const lacking = Object.entries(models)
    .filter(([model, writes]) => !(access[model]?.read && (!writes || (access[model].write && access[model].create))))
    .map(([model, writes]) => `${model} (${writes ? 'read, write, create' : 'read'})`);
  const { groups } = Groups.parse(await client.context(errand.signal));
  for (const [model, name] of buttons) {
    const button = [
      ['model.model', '=', model],
      ['name', '=', name],
    ];
    const [kept] = await errand.read('ir.model.button', Button, button, { limit: 1 });
    if (kept === undefined || kept.groups.length === 0 || kept.groups.some((group) => groups.includes(group))) continue;
    lacking.push(`the button ${name} of ${model}`);
  }
  if (lacking.length === 0) return ok('permissions', 'the user may do it all');
  const advice = 'Give the user the groups Sales, Sales Administrator, Stock and Account in Tryton.';
  return { check: 'permissions', result: 'failed', detail: `the user lacks rights on ${lacking.join(', ')}`, advice };
}

async function referenceData(errand: Errand, directory: Directory, named: Named, references: References) {
  const lacking: string[] = [];
  const look = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SystemFailure) || error.phase !== 'before_send') throw error;
      lacking.push(error.message);
    }
  };
  for (const warehouse of named.warehouses) await look(() => directory.warehouse(errand, warehouse));
  for (const location of named.locations) await look(() => directory.location(errand, location));
  for (const term of named.paymentTerms) await look(() => directory.paymentTerm(errand, term));
  if (named.taxes) for (const code of references.taxCodes) await look(() => directory.tax(errand, code));
  const codes = [...new Set([...named.services, ...references.skus])];
  const products = await errand.read('product.product', Code, [['code', 'in', codes]]);
  const unknown = codes.filter((code) => !products.some((product) => product.code === code));
  if (unknown.length > 0)
    lacking.push(`${errand.system} has no product with the code ${unknown.slice(0, 10).join(', ')}`);
  const [country] = await errand.read('country.country', z.object({ id: z.int() }), [], { limit: 1 });
  if (country === undefined) lacking.push(`${errand.system} has no countries (trytond_import_countries)`);
  return judged(lacking);
}

const Journal = z.object({ id: z.int() });
const Period = z.object({ id: z.int(), 'fiscalyear.': z.object({ invoice_sequences: z.array(z.int()) }) });

/** What Tryton needs to post a credit note today: shops that follow returns stumble without. */
async function books(errand: Errand, now: () => number): Promise<Finding[]> {
  const today = date(new Date(now()).toISOString());
  const [journal] = await errand.read('account.journal', Journal, [['type', '=', 'revenue']], { limit: 1 });
  const [period] = await errand.read('account.period', Period, [
    ['company', '=', await errand.company()],
    ['type', '=', 'standard'],
    ['state', '=', 'open'],
    ['start_date', '<=', today],
    ['end_date', '>=', today],
  ]);
  const lacking = [
    ...(journal === undefined ? ['journal of revenue'] : []),
    ...(period === undefined ? ['open period of a fiscal year today'] : []),
    ...(period?.['fiscalyear.'].invoice_sequences.length === 0 ? ['sequence of invoices in its fiscal year'] : []),
  ];
  if (lacking.length === 0) return [];
  const detail = `${errand.system} has no ${lacking.join(', no ')}: it posts no credit memo of a return`;
  const advice = 'Create it in Tryton (Financial, Configuration) before a shop follows returns.';
  return [{ check: 'reference_data', result: 'warning', detail, advice }];
}

function judged(lacking: readonly string[]): Finding {
  if (lacking.length === 0) return ok('reference_data', 'all that is named is there');
  const advice = 'Create it in Tryton, or correct the name in the configuration or its mapping.';
  return { check: 'reference_data', result: 'failed', detail: lacking.join('; '), advice };
}
