import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shop } from '../shop.ts';
import { type Running, startProcess } from './process.ts';

const router = join(dirname(fileURLToPath(import.meta.url)), '../site/router.php');

/** How many requests PHP's built-in server answers at once. */
export const workerCount = 4;

/** Serves the shop with PHP's built-in server. It has no way to finish a response before the request's end. */
export function startCliServer(shop: Shop): Promise<Running> {
  const settings = ['opcache.enable=1', 'opcache.memory_consumption=192', 'opcache.max_accelerated_files=20000', 'memory_limit=512M', 'display_errors=0', 'log_errors=1', `error_log=${shop.debugLog}`];
  return startProcess({
    name: 'php',
    program: shop.php.program,
    // The shop's own flags come last, so that a test can overrule any of ours.
    args: [...settings.flatMap((setting) => ['-d', setting]), ...shop.php.flags, '-S', `127.0.0.1:${shop.port}`, '-t', shop.site, router],
    cwd: shop.site,
    env: { PHP_CLI_SERVER_WORKERS: String(workerCount) },
    // On SIGINT the master collects its workers; on SIGTERM it leaves them behind.
    endsOn: 'SIGINT',
    log: join(shop.folder, 'logs/php-server.log'),
  });
}
