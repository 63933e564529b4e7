import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, madeOnce } from '../cache.ts';
import { isRoot, runCommand } from '../command.ts';
import { findProgram } from '../php/find.ts';
import type { Shop } from '../shop.ts';
import { unpackDebian } from '../source/apt.ts';
import { fpmConfiguration, nginxConfiguration } from './fpm-configuration.ts';
import { socketOf } from './mariadb.ts';
import { servingFlags } from './php-settings.ts';
import { type Running, startProcess } from './process.ts';

/** Requests that PHP-FPM answers at once. */
const childCount = 4;

/**
 * Serves the shop with PHP-FPM behind nginx, as most real shops are: here a response can be finished before the
 * request ends (`fastcgi_finish_request`). Programs that are missing are unpacked from Debian's packages into the
 * cache; no service is installed. Throws where neither is possible.
 */
export async function startFpm(shop: Shop): Promise<Running[]> {
  const programs = await findPrograms(shop);
  const folder = join(shop.folder, 'fpm');
  const socket = join(dirname(socketOf(shop.folder)), 'fpm.sock');
  for (const part of [folder, dirname(socket)]) mkdirSync(part, { recursive: true, mode: 0o700 });
  const configuration = { fpm: join(folder, 'fpm.conf'), nginx: join(folder, 'nginx.conf') };
  writeFileSync(configuration.fpm, fpmConfiguration(socket, childCount, join(shop.folder, 'logs/fpm.log')));
  writeFileSync(configuration.nginx, nginxConfiguration(shop, socket, folder));
  const fpm = await startProcess({
    name: 'php-fpm',
    program: programs.fpm,
    args: [
      '--nodaemonize',
      '--fpm-config',
      configuration.fpm,
      ...(isRoot() ? ['--allow-to-run-as-root'] : []),
      ...servingFlags(shop),
    ],
    cwd: shop.site,
    // Extensions are switched on for each SAPI apart: FPM takes those of the command line.
    env: { PHP_INI_SCAN_DIR: programs.scanned },
    log: join(shop.folder, 'logs/fpm.log'),
  });
  const nginx = await startProcess({
    name: 'nginx',
    program: programs.nginx,
    args: ['-p', folder, '-c', configuration.nginx, '-e', join(shop.folder, 'logs/nginx.log')],
    cwd: folder,
    log: join(shop.folder, 'logs/nginx.log'),
  });
  return [nginx, fpm];
}

interface Programs {
  readonly fpm: string;
  readonly nginx: string;
  /** Folder with the command line's extension settings. */
  readonly scanned: string;
}

async function findPrograms(shop: Shop): Promise<Programs> {
  const minor = shop.php.version.split('.').slice(0, 2).join('.');
  const scanned = (await runCommand(shop.php.program, ['-r', 'echo PHP_CONFIG_FILE_SCAN_DIR;'])).stdout.trim();
  const own = { fpm: findProgram(`php-fpm${minor}`), nginx: findProgram('nginx') };
  if (own.fpm && own.nginx) return { fpm: own.fpm, nginx: own.nginx, scanned };
  const packages = [...(own.fpm ? [] : [`php${minor}-fpm`]), ...(own.nginx ? [] : ['nginx'])];
  const root = await madeOnce(join(cacheFolder(), `${packages.join('+')}-${process.arch}`), (scratch) =>
    unpackDebian(packages, scratch),
  );
  const unpacked = (name: string): string => join(root, 'usr/sbin', name);
  return { fpm: own.fpm ?? unpacked(`php-fpm${minor}`), nginx: own.nginx ?? unpacked('nginx'), scanned };
}
