import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the person asked of `bin/demo`. */
export interface DemoOptions {
  /** Place the orders, count, and end; else stay until Ctrl-C. */
  readonly check: boolean;
  readonly orders: number;
  /** A scenario's name, or `all`; null: plain orders. */
  readonly scenario: string | null;
  /** The shop's port; 0: any free one. */
  readonly port: number;
  readonly folder: string;
  readonly reset: boolean;
  readonly store: 'auto' | 'woocommerce' | 'double';
  readonly woocommerce: string | undefined;
  readonly wordpress: string | undefined;
  readonly database: 'sqlite' | 'mariadb';
  readonly hpos: boolean;
  readonly doorbell: boolean;
  readonly playground: boolean;
  readonly erp: 'sandbox' | 'tryton';
  readonly wms: 'sandbox' | 'tryton';
  /** Faults that the back office begins with, as the sandbox's configuration takes them (tests use it). */
  readonly erpFaults: readonly unknown[];
  readonly wmsFaults: readonly unknown[];
  readonly patienceSeconds: number;
  /** Beside the demo's own, in the shop's part of the worker's configuration (tests use it). */
  readonly shopSettings: object;
}

export const HELP = `bin/demo: a WooCommerce shop, its ERP and its warehouse on this machine, kept in step by Causeway

  bin/demo                        lay the shop, place orders, print addresses and login, stay until Ctrl-C
  bin/demo --check --orders 20    the same without staying: counts every order in all three systems;
                                  exits 0 only if every order came through, last line is JSON
  bin/demo --scenario NAME        plays a story of goods on real WooCommerce (a wrong name lists them), and stays
  bin/demo --check --scenario all plays every one; exits 0 only if the three stores end as they must, last line is JSON
  bin/demo --erp tryton --wms tryton --check
                                  the same on a real Tryton, counted in Tryton's own database

  --orders N               how many orders to place (20; 3 without PHP on this machine)
  --port N                 the shop's port on 127.0.0.1 (8888; --check: any free one)
  --woocommerce PATH       a WooCommerce folder or zip to use
  --require-woocommerce    fail rather than fall back to the store double
  --store-double           use the store double even where WooCommerce is there
  --wordpress PATH         a WordPress folder or zip to use
  --database NAME          sqlite (default) or mariadb
  --legacy-orders          orders as posts instead of WooCommerce's own tables
  --no-doorbell            the plugin does not poke the worker; it finds orders by asking
  --erp NAME               sandbox (default) or tryton: Tryton 6.0 from Debian's packages; as root on Debian they are
                           installed, else it says the line to run
  --wms NAME               sandbox (default) or tryton, which then is the ERP too; people in its warehouse are played
  --playground             PHP as WebAssembly even where there is a PHP (slow)
  --dir DIR                where the demo keeps its files
  --reset                  begin anew instead of going on with the demo of before
  --erp-refuses            an ERP that refuses every order (see what an exception looks like)
  --patience SECONDS       how long --check waits for the orders (300)
  --help

Needs Node and npm, and PHP 8.1 or later for speed. No root, no Docker, no database server; only Tryton needs Debian's
packages.
`;

/** Throws with one line for a wrong option. Null: help was asked for. */
export function demoOptions(argv: readonly string[], checkout: string): DemoOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      check: { type: 'boolean', default: false },
      orders: { type: 'string' },
      scenario: { type: 'string' },
      port: { type: 'string' },
      woocommerce: { type: 'string' },
      'require-woocommerce': { type: 'boolean', default: false },
      'store-double': { type: 'boolean', default: false },
      wordpress: { type: 'string' },
      database: { type: 'string', default: 'sqlite' },
      'legacy-orders': { type: 'boolean', default: false },
      'no-doorbell': { type: 'boolean', default: false },
      playground: { type: 'boolean', default: false },
      erp: { type: 'string', default: 'sandbox' },
      wms: { type: 'string', default: 'sandbox' },
      dir: { type: 'string' },
      reset: { type: 'boolean', default: false },
      'erp-refuses': { type: 'boolean', default: false },
      patience: { type: 'string', default: '300' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values['require-woocommerce'] && values['store-double'])
    throw new Error('--require-woocommerce or --store-double, not both');
  const erp = oneOf('--erp', values.erp, SYSTEMS);
  const wms = oneOf('--wms', values.wms, SYSTEMS);
  if (wms === 'tryton' && erp !== 'tryton')
    throw new Error('--wms tryton ships what Tryton sold: say --erp tryton too');
  if (erp === 'tryton' && values['erp-refuses'])
    throw new Error('--erp-refuses is a fault of the sandbox, not of Tryton');
  if (values.scenario !== undefined && (erp !== 'sandbox' || values['store-double'] || values.playground))
    throw new Error('--scenario plays on real WooCommerce, with the sandbox and the PHP of this machine');
  return {
    check: values.check,
    scenario: values.scenario ?? null,
    orders: whole('--orders', values.orders ?? (values.playground ? '3' : '20'), 1, 5000),
    port: whole('--port', values.port ?? (values.check ? '0' : '8888'), 0, 65535),
    folder: resolve(values.dir ?? join(checkout, '.stage', folderOf(values))),
    reset: values.reset || values.check || values.scenario !== undefined,
    store: values['require-woocommerce'] ? 'woocommerce' : values['store-double'] ? 'double' : 'auto',
    woocommerce: values.woocommerce,
    wordpress: values.wordpress,
    database: oneOf('--database', values.database, ['sqlite', 'mariadb']),
    hpos: !values['legacy-orders'],
    doorbell: !values['no-doorbell'],
    playground: values.playground,
    erp,
    wms,
    erpFaults: values['erp-refuses'] ? [{ kind: 'refuse_everything' }] : [],
    wmsFaults: [],
    patienceSeconds: whole('--patience', values.patience, 5, 3600),
    shopSettings: {},
  };
}

const SYSTEMS = ['sandbox', 'tryton'] as const;

const folderOf = ({ scenario, check }: { scenario?: string; check: boolean }) =>
  scenario !== undefined ? 'scenarios' : check ? 'check' : 'demo';

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw new Error(`${name} is ${choices.join(' or ')}`);
}

function whole(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${name} is a whole number from ${min} to ${max}, not "${text}"`);
}
