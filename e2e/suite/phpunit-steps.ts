import { join } from 'node:path';
import { isRoot } from '../stage/command.ts';
import { findProgram } from '../stage/php/find.ts';
import { isFree, PORT_MAX } from '../stage/serving/ports.ts';
import { runProgram, tail } from './program.ts';
import { readJunit, skipReasons } from './reports.ts';
import { single, type TestResult } from './result.ts';
import type { Ground, Step } from './step.ts';

interface Shop {
  readonly store: 'woocommerce' | 'double';
  readonly database: 'sqlite' | 'mariadb';
  readonly hpos: 'on' | 'off';
  /** Only with `--all`; or where there is no MariaDB, and it stands for those that need one. */
  readonly longer?: 'always' | 'with MariaDB';
}

const shops: readonly Shop[] = [
  { store: 'woocommerce', database: 'mariadb', hpos: 'on' },
  { store: 'woocommerce', database: 'mariadb', hpos: 'off' },
  { store: 'double', database: 'sqlite', hpos: 'off' },
  { store: 'woocommerce', database: 'sqlite', hpos: 'on', longer: 'with MariaDB' },
  { store: 'woocommerce', database: 'sqlite', hpos: 'off', longer: 'with MariaDB' },
  { store: 'double', database: 'mariadb', hpos: 'off', longer: 'always' },
];

/**
 * The first shop that can be laid takes the whole suite, the others, unless `--all`, the rooms that meet the store and
 * nothing of what is the same on every shop (bulk, costs, killed processes). The heart of what meets the database runs
 * once more on SQLite, on the store double; what WooCommerce's hooks don't tell is WooCommerce's own.
 */
const roomsOf = {
  woocommerce: '/Tests.(Effects.|Capture.(Fill|Saves|Sweep)Test)/',
  double: '/Tests.((Effects|Outbox).|Capture.(Fill|Saves|Sweep)Test)/',
} as const;
const onOtherShops = ({ store }: Shop) => ['--exclude-group', 'one-shop', '--filter', roomsOf[store]];

/** A PHPUnit suite on one kind of laid shop. */
function phpunit(suite: string, configuration: string, shop: Shop): Step {
  const kind =
    shop.store === 'double' ? 'the store double' : `WooCommerce, ${shop.hpos === 'on' ? 'HPOS' : 'legacy orders'}`;
  const name = `${suite} on ${kind}, ${shop.database === 'mariadb' ? 'MariaDB' : 'SQLite'}`;
  return {
    name,
    lane: shop.hpos === 'on' ? 'php' : 'php on posts',
    async run(ground: Ground): Promise<TestResult[] | null> {
      const missing = lacks(ground, shop);
      // Where WooCommerce is, nothing of a run stands on the double; the promises' shops are on SQLite.
      if (shop.store === 'double' && !ground.all && shop !== firstOf(ground)) return null;
      if (missing !== null) return [{ name, outcome: 'skipped', message: missing }];
      const slug = `${suite}-${shop.store}-${shop.database}-${shop.hpos}`.replaceAll(' ', '-');
      const folder = join(ground.folder, 'shops', slug);
      const stage = join(ground.checkout, 'e2e/stage/main.ts');
      const laid = await runProgram(ground, `${slug}-lay`, 'node', [
        ...[stage, 'lay', '--dir', folder, '--store', shop.store, '--database', shop.database, '--hpos', shop.hpos],
        ...(await keptPort(suite, shop)),
      ]);
      if (laid.code !== 0) return single(name, false, tail(laid.log));
      const [junit, events] = [join(ground.folder, `${slug}.xml`), join(ground.folder, `${slug}.events`)];
      const ended = await runProgram(
        ground,
        slug,
        'node',
        [
          ...[stage, 'run', '--dir', folder, '--', 'php', '-d', 'memory_limit=1G', 'plugin/vendor/bin/phpunit'],
          ...['-c', configuration, '--no-progress', '--log-junit', junit, '--log-events-text', events],
          ...(suite === 'plugin' && !ground.all ? ['--exclude-group', 'volume'] : []),
          ...(suite === 'plugin' && !ground.all && shop !== firstOf(ground) ? onOtherShops(shop) : []),
        ],
        { CAUSEWAY_TEST_ALL: ground.all ? '1' : '' },
      );
      return collected(name, ended, junit, events);
    },
  };
}

/**
 * Its server comes and goes between tests, and other lanes lay shops meanwhile: a port above those that they draw from
 * is nobody else's.
 */
async function keptPort(suite: string, shop: Shop): Promise<string[]> {
  const port = PORT_MAX + 2 * shops.indexOf(shop) + (suite === 'plugin' ? 0 : 1);
  return (await isFree(port)) ? ['--port', String(port)] : [];
}

const firstOf = (ground: Ground) => shops.find((shop) => lacks(ground, shop) === null);

function collected(name: string, ended: { code: number; log: string }, junit: string, events: string): TestResult[] {
  const reasons = skipReasons(events);
  const tests = readJunit(junit).map((test) => {
    const reason = reasons.get(eventName(test.name));
    return { ...test, name: `${name} › ${test.name}`, message: reason ?? test.message };
  });
  if (tests.length === 0) return single(name, false, tail(ended.log));
  if (ended.code !== 0 && tests.every((test) => test.outcome !== 'failed'))
    tests.push(...single(name, false, tail(ended.log)));
  return tests;
}

/** It is here, or the suite will install it. */
const mayHaveMariadb = () => [findProgram('mariadbd'), isRoot() && findProgram('apt-get')].some(Boolean);

/** Why such a shop can't be laid here; null: it can. */
export function lacks(ground: Ground, shop: Pick<Shop, 'store' | 'database'>): string | null {
  if (ground.php === null) return 'no PHP on this machine';
  if (!ground.composer) return 'no Composer on this machine';
  if (shop.database === 'mariadb' && !ground.mariadb) return 'no MariaDB on this machine';
  if (shop.store === 'woocommerce' && ground.woocommerce === null) return 'no WooCommerce on this machine';
  return null;
}

/**
 * The plugin's own suite, and the contract that double and WooCommerce must both keep; on posts, as the double keeps
 * orders, WooCommerce is asked for it with `--all`.
 */
export function phpunitSteps(all: boolean): Step[] {
  return shops
    .filter(({ longer }) => all || longer === undefined || (longer === 'with MariaDB' && !mayHaveMariadb()))
    .flatMap((shop) => {
      const suite = phpunit('plugin', 'plugin/phpunit.xml.dist', shop);
      const asked = all || shop.store === 'double' || shop.hpos === 'on';
      return asked ? [suite, phpunit('store contract', 'e2e/store-contract/phpunit.xml', shop)] : [suite];
    });
}

/** JUnit's `Class › test with data set "x"` as the event log has it: `Class::test#x`. */
function eventName(name: string): string {
  return name.replace(' › ', '::').replace(/ with data set (?:"(.*)"|#(\d+))$/, '#$1$2');
}
