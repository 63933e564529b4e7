import { join } from 'node:path';
import type { Fates } from '../checker/fates.ts';
import { tryCommand } from '../stage/command.ts';
import type { Shop } from '../stage/index.ts';
import type { Office } from './office.ts';
import { SHOP_CODE } from './worker-process.ts';

/** The independent checker's count; its README says what each figure means. */
export interface Count {
  readonly store: string;
  readonly orders: number;
  readonly accepted: number;
  readonly released: number;
  readonly shipped: number;
  readonly completed: number;
  readonly exceptions: number;
  readonly erp_duplicates: number;
  readonly order_to_erp_ms: { readonly p50: number | null; readonly p99: number | null };
}

export interface Counted {
  readonly count: Count;
  /** What the checker said above its last line: one line for each order that isn't through. */
  readonly findings: string;
  /** The checker's own verdict. */
  readonly whole: boolean;
}

/** `countIn` the shop and the sandbox. */
export function countOrders(checkout: string, shop: Shop, sandboxFolder: string, buyerLog: string): Promise<Counted> {
  return countIn(checkout, shop, ['--sandbox', sandboxFolder], buyerLog);
}

/** Runs the checker, a program of its own, on the shop and the back office's stores. Throws when it can't count. */
export async function countIn(
  checkout: string,
  shop: Shop,
  stores: Office['stores'],
  buyerLog: string,
): Promise<Counted> {
  const { last, findings, whole } = await runChecker(checkout, shop, stores, buyerLog);
  return { count: { ...(last as Count), store: shop.store.label }, findings, whole };
}

/** The same in the shop and the sandbox, of every order that the shop holds as sold. */
export async function countFates(
  checkout: string,
  shop: Shop,
  sandboxFolder: string,
  buyerLog: string,
): Promise<{ readonly fates: Fates; readonly findings: string }> {
  const { last, findings } = await runChecker(checkout, shop, ['--sandbox', sandboxFolder, '--fates'], buyerLog);
  return { fates: last as Fates, findings };
}

async function runChecker(checkout: string, shop: Shop, stores: Office['stores'], buyerLog: string) {
  const result = await tryCommand(process.execPath, [
    join(checkout, 'e2e/checker/main.ts'),
    '--wp',
    shop.site,
    ...stores,
    '--buyer-log',
    buyerLog,
    '--shop-code',
    SHOP_CODE,
    ...(shop.socket ? ['--mariadb-socket', shop.socket] : []),
  ]);
  const lines = result.stdout.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  if (!last.startsWith('{')) throw new Error(`the checker could not count: ${result.stderr || result.stdout}`);
  return { last: JSON.parse(last) as unknown, findings: lines.join('\n'), whole: result.code === 0 };
}

/** Every order placed is accepted once, released once, shipped and completed, and nobody has to look at anything. */
export function cameThrough(count: Count, orders: number): boolean {
  const { accepted, released, shipped, completed } = count;
  const all = [count.orders, accepted, released, shipped, completed].every((figure) => figure === orders);
  return all && count.exceptions === 0 && count.erp_duplicates === 0;
}
