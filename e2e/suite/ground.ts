import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot, tryCommand } from '../stage/command.ts';
import { findProgram } from '../stage/php/find.ts';
import { findStore } from '../stage/source/store.ts';
import { findTryton, PACKAGES } from '../tryton/ground.ts';
import type { Ground } from './step.ts';

/** Debian's package for each program or PHP extension that the suite needs. */
const programs: Readonly<Record<string, string>> = {
  php: 'php-cli',
  composer: 'composer',
  mariadbd: 'mariadb-server',
  chromium: 'chromium',
  unzip: 'unzip',
};
const extensions: Readonly<Record<string, string>> = {
  mbstring: 'mbstring',
  dom: 'xml',
  intl: 'intl',
  pdo_sqlite: 'sqlite3',
  mysqli: 'mysql',
  curl: 'curl',
  gd: 'gd',
  zip: 'zip',
};

/** Finds what the suite stands on; as root on Debian it installs what is missing, else it says the line to run. */
export async function prepareGround(
  checkout: string,
  folder: string,
  all: boolean,
  say: (line: string) => void,
): Promise<Ground> {
  const missing = await missingPackages();
  if (missing.length > 0) await install(missing, say);
  const composer = await installVendor(checkout, say);
  const store = await findStore('auto', undefined, say);
  say(`store: ${store.store.label} (${store.store.reason})`);
  return {
    checkout,
    folder,
    all,
    composer,
    woocommerce: store.store.kind === 'woocommerce' ? store.store.label : null,
    storeLabel: store.store.label,
    php: findProgram('php') ?? null,
    mariadb: findProgram('mariadbd') !== undefined,
    tryton: (await findTryton())?.version ?? null,
    chromium: findProgram('chromium', 'chromium-browser', 'google-chrome') ?? null,
  };
}

async function missingPackages(): Promise<string[]> {
  const missing = Object.entries(programs)
    .filter(([program]) => findProgram(program) === undefined)
    .map(([, debian]) => debian);
  const modules = (await tryCommand('php', ['-r', 'echo implode("\\n", get_loaded_extensions());'])).stdout
    .toLowerCase()
    .split('\n');
  for (const [extension, debian] of Object.entries(extensions)) {
    if (!modules.includes(extension)) missing.push(`php-${debian}`);
  }
  if ((await findTryton()) === undefined) missing.push(...PACKAGES);
  return missing;
}

async function install(packages: readonly string[], say: (line: string) => void): Promise<void> {
  const line = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  if (!isRoot() || findProgram('apt-get') === undefined) {
    say(`missing here: run as root: ${line}`);
    return;
  }
  say(line);
  const environment = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 };
  await tryCommand('apt-get', ['update', '-q'], environment);
  const done = await tryCommand('apt-get', line.split(' ').slice(1), environment);
  if (done.code !== 0) say(`apt-get failed: ${done.stderr.trim().split('\n').slice(-3).join(' ')}`);
}

async function installVendor(checkout: string, say: (line: string) => void): Promise<boolean> {
  const plugin = join(checkout, 'plugin');
  if (existsSync(join(plugin, 'vendor/bin/phpunit')) && existsSync(join(plugin, 'vendor/bin/phpstan'))) return true;
  if (findProgram('composer') === undefined) return false;
  say('composer install (PHPUnit, PHPStan, stubs, coding standard)');
  const done = await tryCommand('composer', ['install', '--no-interaction', '--no-progress', '--quiet'], {
    cwd: plugin,
    env: { COMPOSER_ALLOW_SUPERUSER: '1' },
    timeoutMs: 600_000,
  });
  if (done.code !== 0) say(`composer failed: ${done.stderr.trim().split('\n').slice(-3).join(' ')}`);
  return done.code === 0;
}
