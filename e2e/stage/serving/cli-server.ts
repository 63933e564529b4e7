import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shop } from '../shop.ts';
import { servingFlags } from './php-settings.ts';
import { type Running, startProcess } from './process.ts';

const router = join(dirname(fileURLToPath(import.meta.url)), '../site/router.php');

/** How many requests PHP's built-in server answers at once. */
export const workerCount = 4;

/** Serves the shop with PHP's built-in server. It has no way to finish a response before the request's end. */
export function startCliServer(shop: Shop): Promise<Running> {
  return startProcess({
    name: 'php',
    program: shop.php.program,
    args: [...servingFlags(shop), '-S', `127.0.0.1:${shop.port}`, '-t', shop.site, router],
    cwd: shop.site,
    env: { PHP_CLI_SERVER_WORKERS: String(workerCount) },
    // On SIGINT the master collects its workers; on SIGTERM it leaves them behind.
    endsOn: 'SIGINT',
    log: join(shop.folder, 'logs/php-server.log'),
  });
}
