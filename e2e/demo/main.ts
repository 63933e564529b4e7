import { resolve } from 'node:path';
import { scenariosNamed } from '../scenarios/catalogue.ts';
import { playAll } from '../scenarios/run.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { cameThrough } from './count.ts';
import { type Demo, playOrders, startDemo, startTrytonDemo } from './demo.ts';
import type { Office } from './office.ts';
import { type DemoOptions, demoOptions, HELP } from './options.ts';

const checkout = resolve(import.meta.dirname, '../..');
const say = (line: string) => process.stderr.write(`· ${line}\n`);

/** Exit status: 0 every order (or scenario) came through, 1 not, 2 a wrong option. */
async function main(): Promise<number> {
  const asked = readOptions();
  if (asked === null) return 0;
  if (typeof asked === 'number') return asked;
  return asked.scenarios === null ? playPlainOrders(asked.options) : playScenarios(asked.scenarios, asked.options);
}

async function playPlainOrders(options: DemoOptions): Promise<number> {
  // Until it stands, Ctrl-C simply ends us, and what was started ends with us.
  const start = options.erp === 'tryton' ? startTrytonDemo : startDemo;
  const demo: Demo<Office> = await start(options, checkout, say);
  const interrupted = new AbortController();
  const interruption = signalled().then(() => interrupted.abort());
  try {
    const counted = await playOrders(demo, options, checkout, say, interrupted.signal);
    const whole = counted.whole && cameThrough(counted.count, counted.count.orders);
    if (counted.findings !== '' && !whole) process.stdout.write(`${counted.findings}\n`);
    if (!options.check) {
      invite(demo);
      await interruption;
    }
    process.stdout.write(`${JSON.stringify(counted.count)}\n`);
    return whole ? 0 : 1;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    return 1;
  } finally {
    say('stopping');
    await demo.stop();
  }
}

async function playScenarios(scenarios: readonly Scenario[], options: DemoOptions): Promise<number> {
  const stays = async (demo: Demo) => {
    if (options.check) return;
    invite(demo);
    await signalled();
  };
  const { tally } = await playAll(scenarios, options, say, { stays });
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  return tally.failed.length === 0 ? 0 : 1;
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

interface Asked {
  readonly options: DemoOptions;
  /** Null: plain orders. */
  readonly scenarios: readonly Scenario[] | null;
}

function readOptions(): Asked | null | number {
  try {
    const options = demoOptions(process.argv.slice(2), checkout);
    if (options !== null)
      return { options, scenarios: options.scenario === null ? null : scenariosNamed(options.scenario) };
    process.stdout.write(HELP);
    return null;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nbin/demo --help lists the options.\n`);
    return 2;
  }
}

function invite({ served: { shop }, backOffice }: Demo<Office>): void {
  const addresses = backOffice.addresses.map(([what, where]) => `  ${what.padEnd(19)}${where}`).join('\n');
  process.stdout.write(`
  The shop           ${shop.url}${shop.pages.shop}        (${shop.store.label}, WordPress ${shop.wordpressVersion})
  Its admin          ${shop.url}/wp-admin/admin.php?page=causeway
                     ${shop.admin.login} / ${shop.admin.password}
${addresses}

  Buy something, and watch it arrive in WooCommerce > Causeway. Ctrl-C stops everything.
`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bin/demo: ${(error as Error).message}\n`);
  return 1;
});
