import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Shop } from '../shop.ts';

/** Flags for a PHP that serves. The shop's own come last, so that a test can overrule any of ours. */
export function servingFlags(shop: Shop): string[] {
  const settings = [
    'opcache.enable=1',
    'opcache.memory_consumption=192',
    'opcache.max_accelerated_files=20000',
    // A symbolic link to the plugin is live: every request looks whether a file changed.
    'opcache.revalidate_freq=0',
    'memory_limit=512M',
    'display_errors=0',
    'log_errors=1',
    `error_log=${shop.debugLog}`,
  ];
  return [...settings.flatMap((setting) => ['-d', setting]), ...shop.php.flags];
}

/**
 * Settings for a PHP of the command line: it keeps what it compiled in files, and the next one finds it there. WordPress
 * with WooCommerce is 1,400 files, which each process would read anew. Never for a PHP that serves: its compiled code is
 * in shared memory, and 8.2 crashes now and then where both are used.
 */
export function commandSettings(shop: Shop): string[] {
  if (shop.php.kind !== 'native') return [];
  const compiled = join(shop.folder, 'opcache');
  mkdirSync(compiled, { recursive: true });
  return ['opcache.enable_cli=1', 'opcache.file_cache_only=1', `opcache.file_cache=${compiled}`];
}
