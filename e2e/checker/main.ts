import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readBuyerLog } from './buyer-log.ts';
import { count, isWhole, type Result } from './count.ts';
import { CannotCount } from './failure.ts';
import { countExceptions } from './shop/exceptions.ts';
import { openShopDatabase } from './shop/open-database.ts';
import { readShopOrders } from './shop/orders.ts';
import { readStoreKind } from './shop/store.ts';
import { readBackOffice } from './stores.ts';

const HELP = `Counts what became of a buyer's orders, from the stores themselves (see README.md beside this file).

  node e2e/checker/main.ts --wp DIR --sandbox DIR --buyer-log FILE --shop-code CODE [--mariadb-socket PATH] [--sku-map FILE]
  --tryton FILE instead of --sandbox: ERP and warehouse are a Tryton; beside it: the ERP is.

Exit 0: every order came through; 1: not; 2: could not count.
`;

const OPTIONS = {
  wp: { type: 'string' },
  sandbox: { type: 'string' },
  tryton: { type: 'string' },
  'buyer-log': { type: 'string' },
  'shop-code': { type: 'string' },
  'mariadb-socket': { type: 'string' },
  'sku-map': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function check(): Result {
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
  const { kind, shopOrders, exceptions } = readShop(wp, values['mariadb-socket'], skuMap);
  const backOffice = readBackOffice({ sandbox, tryton });
  return count({ store: kind.label, shopCode, placed, shopOrders, exceptions, backOffice });
}

function readShop(wordpress: string, mariadbSocket: string | undefined, skuMap: ReadonlyMap<string, string>) {
  const database = openShopDatabase(wordpress, mariadbSocket);
  try {
    const kind = readStoreKind(database);
    return { kind, shopOrders: readShopOrders(database, kind, skuMap), exceptions: countExceptions(database) };
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

function print(result: Result): void {
  const rows = result.findings.map(({ order, externalId, what }) => [order, externalId, what] as const);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  for (const [order, externalId, what] of rows)
    console.log(`${order.padStart(widths[0] ?? 0)}  ${externalId.padEnd(widths[1] ?? 0)}  ${what}`);
  for (const remark of result.remarks) console.log(remark);
  console.log(JSON.stringify(result.count));
}

try {
  const result = check();
  print(result);
  process.exitCode = isWhole(result) ? 0 : 1;
} catch (error) {
  console.error(`checker: ${(error as Error).message}`);
  process.exitCode = 2;
}
