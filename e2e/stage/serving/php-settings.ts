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
