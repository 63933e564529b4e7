import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, madeOnce } from '../cache.ts';
import type { StoreChoice } from '../options.ts';
import type { Store } from '../shop.ts';
import { download } from './download.ts';
import { unpacked, unzipTop } from './unpacked.ts';
import { pluginVersion } from './version.ts';

const mark = 'woocommerce.php';
const doubleFolder = join(dirname(fileURLToPath(import.meta.url)), '../../store-double');

/** A store and the folder its plugin comes from. */
export interface FoundStore {
  readonly store: Store;
  readonly folder: string;
  /** The plugin's folder name in wp-content/plugins, and its main file in that folder. */
  readonly slug: string;
  readonly mainFile: string;
}

/**
 * WooCommerce from `given`, CAUSEWAY_WOOCOMMERCE, the cache or wordpress.org; with 'auto', else the store double.
 * Throws when 'woocommerce' is demanded and can't be had, or the double isn't there.
 */
export async function findStore(
  choice: StoreChoice,
  given: string | undefined,
  say: (line: string) => void,
): Promise<FoundStore> {
  if (choice === 'double') return storeDouble('it was asked for');
  try {
    return await realWooCommerce(given, say);
  } catch (error) {
    const why = (error as Error).message;
    if (choice === 'woocommerce' || given) throw error;
    say(`store double instead of WooCommerce: ${why}`);
    return storeDouble(why);
  }
}

async function realWooCommerce(given: string | undefined, say: (line: string) => void): Promise<FoundStore> {
  const chosen = given ?? process.env.CAUSEWAY_WOOCOMMERCE;
  const folder = chosen ? await unpacked(chosen, mark) : await cached(say);
  const version = pluginVersion(join(folder, mark)) ?? 'unknown';
  const reason = given ? 'given by option' : chosen ? 'given by CAUSEWAY_WOOCOMMERCE' : 'from the cache';
  return {
    store: { kind: 'woocommerce', version, label: `woocommerce ${version}`, reason },
    folder,
    slug: 'woocommerce',
    mainFile: mark,
  };
}

async function cached(say: (line: string) => void): Promise<string> {
  const zip = join(cacheFolder(), 'woocommerce.zip');
  return await madeOnce(join(cacheFolder(), 'woocommerce'), async (scratch) => {
    if (!existsSync(zip)) {
      say('fetching WooCommerce from wordpress.org');
      const fetched = `${scratch}.zip`;
      await download('https://downloads.wordpress.org/plugin/woocommerce.latest-stable.zip', fetched);
      return unzipTop(fetched, scratch, mark);
    }
    unzipTop(zip, scratch, mark);
  });
}

function storeDouble(reason: string): FoundStore {
  const mainFile = 'store-double.php';
  const version = pluginVersion(join(doubleFolder, mainFile));
  if (!version) throw new Error(`the store double is not there: ${join(doubleFolder, mainFile)}`);
  const store: Store = { kind: 'double', version, label: 'store double', reason };
  return { store, folder: doubleFolder, slug: 'causeway-store-double', mainFile };
}
