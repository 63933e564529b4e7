import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shop } from '../shop.ts';
import { commandSettings } from './php-settings.ts';

/** What a command needs in its environment to find the shop, and for every `php` it starts to have the shop's settings. */
export function commandEnvironment(shop: Shop): Readonly<Record<string, string>> {
  return {
    CAUSEWAY_WP_LOAD: join(shop.site, 'wp-load.php'),
    CAUSEWAY_STORE: shop.store.label,
    CAUSEWAY_SHOP_URL: shop.url,
    PHP_INI_SCAN_DIR: scannedSettings(shop),
  };
}

/**
 * The shop's PHP flags as a folder of settings, so that whatever `php` the command starts has them too.
 * The empty first part stands for PHP's own folder.
 */
function scannedSettings(shop: Shop): string {
  const folder = join(shop.folder, 'php.d');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'shop.ini'),
    `${[...shop.php.flags.filter((flag) => flag !== '-d'), ...commandSettings(shop)].join('\n')}\n`,
  );
  return `${process.env.PHP_INI_SCAN_DIR ?? ''}:${folder}`;
}
