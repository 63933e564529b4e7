import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from '../../stage/buyer/visitor.ts';
import { evalPhp, type Shop } from '../../stage/index.ts';

/** What one of the worker's requests cost the shop. `peak` in bytes. */
export interface Cost {
  readonly route: string;
  readonly queries: number;
  readonly statements: number;
  readonly peak: number;
  readonly ms: number;
}

const folderOf = (shop: Shop) => join(shop.site, 'wp-content/mu-plugins');

/** From here on the shop writes down what the worker's requests cost. */
export function countCosts(shop: Shop): void {
  copyFileSync(join(import.meta.dirname, 'costs.php'), join(folderOf(shop), 'costs.php'));
}

/** What was written down since the last time. */
export function takeCosts(shop: Shop, route: string): Cost[] {
  const file = join(folderOf(shop), 'costs.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  rmSync(file);
  return lines.map((line) => JSON.parse(line) as Cost).filter((cost) => cost.route === route);
}

/** Runs one of the scripts of this folder in the shop. */
export function runScript<T>(shop: Shop, name: string, args: object): Promise<T> {
  const code = readFileSync(join(import.meta.dirname, `${name}.php`), 'utf8').replace(/^<\?php\s*/, '');
  return evalPhp<T>(shop, code, args);
}

/** An administrator changes the status of many orders in wp-admin's list. Throws where the list says nothing of it. */
export async function bulkEdit(shop: Shop, orders: readonly number[], status: string): Promise<void> {
  const admin = new Visitor(shop.url, 600_000);
  await admin.get('/wp-login.php');
  const { login, password } = shop.admin;
  await admin.postForm('/wp-login.php', { log: login, pwd: password, testcookie: '1' });
  const list = shop.hpos ? '/wp-admin/admin.php?page=wc-orders' : '/wp-admin/edit.php?post_type=shop_order';
  const nonce = /id="_wpnonce" name="_wpnonce" value="(\w+)"/.exec((await admin.get(list)).body)?.[1];
  if (nonce === undefined) throw new Error('the list of orders has no form');
  const ids = orders.map((id, at) => [`${shop.hpos ? 'id' : 'post'}[${at}]`, String(id)] as const);
  const form = { action: `mark_${status}`, _wpnonce: nonce, _wp_http_referer: list, ...Object.fromEntries(ids) };
  const { headers, status: answered } = await admin.postForm(list, form);
  const changed = new URLSearchParams(headers.get('location')?.split('?')[1]).get('changed');
  if (changed !== String(orders.length)) throw new Error(`the list answered ${answered}, changed: ${changed}`);
}
