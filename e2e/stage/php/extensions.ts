import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, madeOnce } from '../cache.ts';
import { isRoot, runCommand } from '../command.ts';
import type { Database } from '../options.ts';
import { unpackDebian } from '../source/apt.ts';
import { askPhp, findPhp, type Php, phpVersionMin } from './find.ts';

/** Extension → the suffix of Debian's package `phpX.Y-…` that has it. */
const packageOf: Readonly<Record<string, string>> = {
  pdo_sqlite: 'sqlite3',
  mysqli: 'mysql',
  dom: 'xml',
  simplexml: 'xml',
  mbstring: 'mbstring',
  curl: 'curl',
};

/** Each extension needs those before it: mysqli lives on mysqlnd, pdo_sqlite on pdo. */
const loadedBefore: Readonly<Record<string, readonly string[]>> = { mysqli: ['mysqlnd'], pdo_sqlite: ['pdo'] };

export interface PhpNeed {
  readonly database: Database;
  readonly installPackages: boolean;
  readonly say: (line: string) => void;
}

/** A PHP that can run the shop, completing what is missing; undefined where the machine has no PHP at all. */
export async function phpFor(need: PhpNeed): Promise<Php | undefined> {
  const php = await findPhp();
  if (!php) return undefined;
  const missing = missingIn(php, need.database);
  if (missing.length === 0) return php;
  const minor = php.version.split('.').slice(0, 2).join('.');
  const packages = [...new Set(missing.map((name) => `php${minor}-${packageOf[name]}`))];
  const complete =
    need.installPackages && isRoot()
      ? await installed(php, packages, need)
      : await privately(php, missing, packages, need);
  const still = missingIn(complete, need.database);
  if (still.length > 0) throw new Error(`PHP ${php.version} lacks ${still.join(', ')}; install ${packages.join(' ')}`);
  return complete;
}

/** Names of the extensions that WordPress, the store or the database need and `php` doesn't have. */
export function missingIn(php: Php, database: Database): string[] {
  const needed = ['dom', 'simplexml', 'mbstring', 'curl', database === 'sqlite' ? 'pdo_sqlite' : 'mysqli'];
  return needed.filter((name) => !php.extensions.includes(name));
}

async function installed(php: Php, packages: readonly string[], need: PhpNeed): Promise<Php> {
  need.say(`installing ${packages.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  await runCommand('apt-get', ['update', '-q'], { env });
  await runCommand('apt-get', ['install', '-qy', '--no-install-recommends', ...patience, ...packages], {
    env,
    timeoutMs: 600_000,
  });
  const again = await askPhp(php.program, []);
  if (!again)
    throw new Error(`${php.program} no longer starts as PHP ${phpVersionMin} or newer after the installation`);
  return again;
}

async function privately(
  php: Php,
  missing: readonly string[],
  packages: readonly string[],
  need: PhpNeed,
): Promise<Php> {
  const minor = php.version.split('.').slice(0, 2).join('.');
  const root = await madeOnce(
    join(cacheFolder(), `php-${minor}-${process.arch}-${packages.join('+')}`),
    async (scratch) => {
      need.say(`unpacking ${packages.join(' ')} for this project only`);
      await unpackDebian(packages, scratch);
    },
  );
  const folders = modulesIn(root);
  const flags = missing
    .flatMap((name) => [...(loadedBefore[name] ?? []).filter((first) => !php.extensions.includes(first)), name])
    .map((name) => folders.map((folder) => join(folder, `${name}.so`)).find(existsSync))
    .flatMap((file) => (file ? ['-d', `extension=${file}`] : []));
  const again = await askPhp(php.program, flags);
  if (!again) throw new Error(`${php.program} doesn't start with ${flags.join(' ')}`);
  return again;
}

function modulesIn(root: string): string[] {
  const base = join(root, 'usr/lib/php');
  return existsSync(base) ? readdirSync(base).map((api) => join(base, api)) : [];
}
