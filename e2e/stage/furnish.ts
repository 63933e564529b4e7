import { join } from 'node:path';
import { evalPhp, runPhp, script } from './eval.ts';
import { makeDatadir } from './serving/mariadb.ts';
import { withDatabase } from './serving/with-database.ts';
import type { Shop } from './shop.ts';
import type { FoundStore } from './source/store.ts';

/**
 * Installs everything that does not depend on the plugins under test: WordPress, store, settings, products.
 * Throws when orders don't go where they should.
 */
export async function furnish(shop: Shop, store: FoundStore): Promise<void> {
  if (shop.socket) await makeDatadir(join(shop.folder, 'database'));
  await withDatabase(shop, async () => {
    const kind = store.store.kind;
    await runPhp(shop, 'install', '', { title: 'Harbour Goods', password: shop.admin.password });
    await evalPhp(shop, script('activate'), { plugins: [`${store.slug}/${store.mainFile}`] });
    await evalPhp(shop, script('settings'), { hpos: shop.hpos, store: kind });
    await evalPhp(shop, script('seed'), { store: kind });
    await evalPhp(shop, script('settle'));
    const stored = await evalPhp<string>(shop, script('probe'));
    const expected = shop.hpos ? 'hpos' : 'posts';
    if (kind === 'woocommerce' && stored !== expected)
      throw new Error(`an order went to '${stored}' storage, not '${expected}'`);
  });
}
