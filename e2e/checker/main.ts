import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readBuyerLog } from './buyer-log.ts';
import { count, type Finding, isWhole } from './count.ts';
import { CannotCount } from './failure.ts';
import { endsOf, isSettled } from './fates.ts';
import { countDoubles } from './sandbox.ts';
import { countExceptions, readExcepted } from './shop/exceptions.ts';
import { openShopDatabase } from './shop/open-database.ts';
import { readShopOrders } from './shop/orders.ts';
import { readStoreKind } from './shop/store.ts';
import { readBackOffice } from './stores.ts';

const HELP = `Counts what became of a buyer's orders, from the stores themselves (see README.md beside this file).

  node e2e/checker/main.ts --wp DIR --sandbox DIR --buyer-log FILE --shop-code CODE [--mariadb-socket PATH] [--sku-map FILE]
  --fates: where each order ended that the shop has as sold, in the buyer's log or not (with --sandbox).
  --tryton FILE instead of --sandbox: ERP and warehouse are a Tryton; beside it: the ERP is.

Exit 0: every order came through (--fates: or is an exception); 1: not; 2: could not count.
`;

const OPTIONS = {
  wp: { type: 'string' },
  sandbox: { type: 'string' },
  tryton: { type: 'string' },
  'buyer-log': { type: 'string' },
  'shop-code': { type: 'string' },
  'mariadb-socket': { type: 'string' },
  'sku-map': { type: 'string' },
  fates: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

interface Told {
  readonly findings: readonly Finding[];
  readonly remarks: readonly string[];
  readonly count: object;
  readonly whole: boolean;
}

function check(): Told {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const { wp, sandbox, tryton, 'buyer-log': buyerLog, 'shop-code': shopCode, 'sku-map': skuMapFile } = values;
  if (wp === undefined || (sandbox ?? tryton) === undefined || buyerLog === undefined || shopCode === undefined) {
    throw new CannotCount('say --wp, --sandbox or --tryton, --buyer-log and --shop-code (--help tells more)');
  }
  const skuMap = skuMapFile === undefined ? new Map<string, string>() : readSkuMap(skuMapFile);
  const placed = readBuyerLog(buyerLog);
  // The shop before the back office: while orders are on their way it may lag behind, and never seems to be ahead.
  const { kind, shopOrders, exceptions, excepted } = readShop(wp, values['mariadb-socket'], skuMap, values.fates);
  const backOffice = readBackOffice({ sandbox, tryton });
  const stores = { store: kind.label, shopCode, placed, shopOrders, backOffice };
  if (!values.fates) {
    const result = count({ ...stores, exceptions });
    return { ...result, whole: isWhole(result) };
  }
  if (sandbox === undefined) throw new CannotCount('--fates counts in the sandbox');
  const { fates, findings } = endsOf({ ...stores, excepted, doubles: countDoubles(sandbox) });
  return { findings, remarks: [], count: fates, whole: isSettled(fates) };
}

function readShop(
  wordpress: string,
  mariadbSocket: string | undefined,
  skuMap: ReadonlyMap<string, string>,
  fates: boolean,
) {
  const database = openShopDatabase(wordpress, mariadbSocket);
  try {
    const kind = readStoreKind(database);
    const shopOrders = readShopOrders(database, kind, skuMap);
    const excepted = fates ? readExcepted(database) : new Set<number>();
    return { kind, shopOrders, exceptions: countExceptions(database), excepted };
  } finally {
    database.close();
  }
}

function readSkuMap(file: string): Map<string, string> {
  try {
    return new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))));
  } catch (error) {
    throw new CannotCount(`${file}: ${(error as Error).message}`);
  }
}

function print({ findings, remarks, count }: Told): void {
  const widths = (['order', 'externalId'] as const).map((name) =>
    Math.max(0, ...findings.map((one) => one[name].length)),
  );
  for (const { order, externalId, what } of findings)
    console.log(`${order.padStart(widths[0] ?? 0)}  ${externalId.padEnd(widths[1] ?? 0)}  ${what}`);
  for (const remark of remarks) console.log(remark);
  console.log(JSON.stringify(count));
}

try {
  const told = check();
  print(told);
  process.exitCode = told.whole ? 0 : 1;
} catch (error) {
  console.error(`checker: ${(error as Error).message}`);
  process.exitCode = 2;
}
