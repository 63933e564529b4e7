import { copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CompleteOptions } from '../options.ts';
import type { Shop } from '../shop.ts';
import { placeSqlite, sqliteFolder } from '../source/sqlite.ts';
import type { FoundStore } from '../source/store.ts';
import { copyTree, linkTree } from '../tree.ts';

export const pluginFolder = resolve(import.meta.dirname, '../../../plugin');

/** What a plugin's folder has for its developers only. */
export const developersOwn = ['vendor', 'node_modules', 'tests', '.cache'];

/** Puts the files of WordPress, the store, the plugins and the stage's own must-use plugin where they belong. */
export async function placeSite(
  shop: Shop,
  wanted: CompleteOptions,
  wordpress: string,
  store: FoundStore,
): Promise<void> {
  const content = join(shop.site, 'wp-content');
  linkTree(wordpress, shop.site);
  rmSync(join(shop.site, 'wp-config.php'), { force: true });
  for (const folder of ['mu-plugins', 'plugins', 'uploads']) mkdirSync(join(content, folder), { recursive: true });
  mkdirSync(join(shop.folder, 'logs'), { recursive: true });
  mkdirSync(join(shop.folder, 'database'), { recursive: true });
  linkTree(store.folder, join(content, 'plugins', store.slug));
  copyFileSync(join(import.meta.dirname, 'stage.php'), join(content, 'mu-plugins/stage.php'));
  const own = wanted.causeway === 'absent' ? {} : { causeway: pluginFolder };
  for (const [slug, folder] of Object.entries({ ...own, ...wanted.plugins })) {
    const target = join(content, 'plugins', slug);
    // Linked, not copied: an edit is live in every laid shop. WebAssembly can't follow a link out of its mounts.
    if (shop.sapi === 'playground') copyTree(resolve(folder), target, developersOwn);
    else symlinkSync(resolve(folder), target);
  }
  if (wanted.database === 'sqlite') placeSqlite(await sqliteFolder(wanted.say), content);
}
