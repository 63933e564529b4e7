import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { basket, createInPhp } from '../../stage/buyer/index.ts';
import { type Database, evalPhp, layShop, serveShop } from '../../stage/index.ts';
import { describe, type Machine, machineOf } from '../machine.ts';
import type { Options } from '../options.ts';
import { abba, type Pair, pairsOf, type Run } from '../pairing.ts';
import type { Result } from '../result.ts';
import { type Case, checkoutCase, saveCases, unconcernedCases } from './cases.ts';
import type { Found } from './found.ts';
import type { Measured } from './measured-request.ts';
import { concernedTable, figuresOf, statementsTable, thinnessTable } from './report.ts';

/** PHP-FPM has four children, each with caches of its own: every side meets each of them warm. */
const WARM_UPS = 8;

/** What the plugin costs, off and on in turns: saves, block checkouts, and requests of no concern. */
export async function capture(options: Options): Promise<Result> {
  const found: Found[] = [];
  const machines: Machine[] = [];
  for (const database of options.databases) {
    const on = await onDatabase(options, database, found);
    machines.push(on);
  }
  const concerned = found.filter((each) => each.concerned);
  const lines = [
    ...machines.map(describe),
    '',
    `${options.pairs} pairs a row, in ABBA order; medians; differences are medians within pairs, with the quartiles between which half of them lie.`,
    '',
    concernedTable(concerned),
    '',
    statementsTable(concerned),
    '',
    thinnessTable(found.filter((each) => !each.concerned)),
  ];
  return { lines, json: { machines, pairs: options.pairs, figures: found.map(figuresOf) } };
}

async function onDatabase(options: Options, database: Database, found: Found[]): Promise<Machine> {
  const folder = join(options.folder, database);
  const shop = await layShop({ folder, store: 'woocommerce', database, sapi: 'fpm', debug: false, say: options.say });
  copyFileSync(join(import.meta.dirname, 'probe.php'), join(shop.site, 'wp-content/mu-plugins/causeway-bench.php'));
  const served = await serveShop(shop);
  try {
    const { orderId } = await createInPhp(shop, basket(1));
    const cookie = await evalPhp<string>(shop, PREPARED);
    const concerned = [...saveCases(shop, orderId), checkoutCase(shop)];
    for (const [cases, isConcerned] of [
      [concerned, true],
      [unconcernedCases(shop, cookie), false],
    ] as const) {
      for (const one of cases) {
        options.say(`${database}: ${one.name}`);
        found.push({
          name: one.name,
          database,
          concerned: isConcerned,
          pairs: await measure(one, options.pairs, isConcerned),
        });
      }
    }
    return await machineOf(shop);
  } finally {
    await served.stop();
  }
}

/** Orders are captured from pairing on; the administrator's cookie is for the wp-admin request. */
const PREPARED = `
  \\Causeway\\Plugin::instance()->settings()->write( array( 'capturing' => true ) );
  $until = time() + 86400;
  $token = WP_Session_Tokens::get_instance( 1 )->create( $until );
  return AUTH_COOKIE . '=' . wp_generate_auth_cookie( 1, $until, 'auth', $token )
    . '; ' . LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie( 1, $until, 'logged_in', $token );`;

async function measure(one: Case, pairs: number, concerned: boolean): Promise<Pair<Measured>[]> {
  for (const [index, side] of abba(WARM_UPS).entries()) await one.run(side, index);
  const runs: Run<Measured>[] = [];
  for (const [index, side] of abba(pairs).entries()) {
    const of = await one.run(side, WARM_UPS * 2 + index);
    if (concerned && of.statements.length > 0 !== (side === 'on'))
      throw new Error(`${one.name}: ${of.statements.length} statements of Causeway with the plugin ${side}`);
    runs.push({ side, of });
  }
  return pairsOf(runs);
}
