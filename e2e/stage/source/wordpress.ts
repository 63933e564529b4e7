import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, madeOnce } from '../cache.ts';
import { runCommand } from '../command.ts';
import { unpackDebian } from './apt.ts';
import { download } from './download.ts';
import { unpacked, unzipTop } from './unpacked.ts';
import { atLeast, wordpressVersion, wordpressVersionMin } from './version.ts';

const mark = 'wp-includes/version.php';

/** Parts of WordPress that Debian packages apart and links to. */
const debianPackages = [
  'wordpress',
  'wordpress-theme-twentytwentyfive',
  'libjs-cropper',
  'libjs-jquery',
  'libjs-jquery-ui',
  'libjs-lodash',
  'libjs-underscore',
  'libphp-phpmailer',
  'php-getid3',
] as const;

/**
 * A folder with WordPress: from `given`, CAUSEWAY_WORDPRESS, the cache, wordpress.org, or Debian's package.
 * The folder is never written to. Throws a message that names every way it tried.
 */
export async function wordpressFolder(given: string | undefined, say: (line: string) => void): Promise<string> {
  const chosen = given ?? process.env.CAUSEWAY_WORDPRESS;
  const folder = chosen ? await unpacked(chosen, mark) : await cached(say);
  const version = wordpressVersion(folder);
  if (!version || !atLeast(version, wordpressVersionMin)) {
    throw new Error(
      `WordPress ${version ?? 'of unknown version'} in ${folder}: ${wordpressVersionMin} or newer is needed`,
    );
  }
  return folder;
}

async function cached(say: (line: string) => void): Promise<string> {
  const zip = join(cacheFolder(), 'wordpress.zip');
  return await madeOnce(join(cacheFolder(), 'wordpress'), async (scratch) => {
    if (existsSync(zip)) return unzipTop(zip, scratch, mark);
    const failures: string[] = [];
    for (const [name, way] of ways) {
      say(`fetching WordPress from ${name}`);
      try {
        rmSync(scratch, { recursive: true, force: true });
        return await way(scratch);
      } catch (error) {
        failures.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
      }
    }
    throw new Error(
      `WordPress can't be had; give a folder with --wordpress or CAUSEWAY_WORDPRESS.\n${failures.join('\n')}`,
    );
  });
}

const ways: ReadonlyArray<readonly [string, (target: string) => Promise<void>]> = [
  ['wordpress.org', fromWordpressOrg],
  ["Debian's package (sid)", (target) => fromDebian('sid', target)],
  ["Debian's package (trixie)", (target) => fromDebian('trixie', target)],
];

async function fromWordpressOrg(target: string): Promise<void> {
  const zip = `${target}.zip`;
  try {
    await download('https://wordpress.org/latest.zip', zip);
    unzipTop(zip, target, mark);
  } finally {
    rmSync(zip, { force: true });
  }
}

async function fromDebian(suite: string, target: string): Promise<void> {
  const root = `${target}-debian`;
  try {
    await unpackDebian(debianPackages, root, suite);
    const packaged = join(root, 'usr/share/wordpress');
    for (const debianOwn of ['.htaccess', 'wp-config.php']) rmSync(join(packaged, debianOwn), { force: true });
    const certificates = join(packaged, 'wp-includes/certificates/ca-bundle.crt');
    if (!existsSync(certificates)) rmSync(certificates, { force: true });
    // The package links to the libraries that are packaged apart: here they become files.
    await runCommand('cp', ['-rL', packaged, target]);
    mkdirSync(join(target, 'wp-content/uploads'), { recursive: true });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
