import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, madeOnce } from '../cache.ts';
import { runCommand } from '../command.ts';
import { linkTree } from '../tree.ts';
import { unzip } from './zip.ts';

/** The npm package that ships WordPress's SQLite drop-in, and, installed whole, PHP as WebAssembly. */
export const playgroundPackage = '@wp-playground/cli';
export const playgroundVersion = '3.1.56';

const implementation = 'sqlite-implementation';

/** The folder of the drop-in, fetched once: one npm tarball of 0.4 MB, of which the zip inside is kept. */
export async function sqliteFolder(say: (line: string) => void): Promise<string> {
  return await madeOnce(join(cacheFolder(), `sqlite-drop-in-${playgroundVersion}`), async (scratch) => {
    say('fetching the SQLite drop-in');
    // `npm pack` obeys the user's own registry settings, but not those of a project it happens to stand in.
    await runCommand(
      'npm',
      ['pack', '--silent', '--pack-destination', scratch, `${playgroundPackage}@${playgroundVersion}`],
      { cwd: scratch },
    );
    const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'));
    if (!tarball) throw new Error(`npm pack ${playgroundPackage} left no tarball`);
    await runCommand('tar', ['-xzf', tarball, 'package/sqlite-database-integration.zip'], { cwd: scratch });
    unzip(join(scratch, 'package/sqlite-database-integration.zip'), join(scratch, 'unzipped'));
    const top = readdirSync(join(scratch, 'unzipped'))[0];
    if (!top) throw new Error('the SQLite drop-in is empty');
    linkTree(join(scratch, 'unzipped', top), join(scratch, 'plugin'));
    for (const rest of [tarball, 'package', 'unzipped']) rmSync(join(scratch, rest), { recursive: true, force: true });
  });
}

/**
 * Puts the drop-in into a site. The implementation lies outside `plugins`, so that it is no plugin that wp-admin
 * would activate or complain about.
 */
export function placeSqlite(dropIn: string, content: string): void {
  linkTree(join(dropIn, 'plugin'), join(content, implementation));
  const template = readFileSync(join(dropIn, 'plugin/db.copy'), 'utf8');
  const filled = template
    .replace("'{SQLITE_IMPLEMENTATION_FOLDER_PATH}'", `__DIR__ . '/${implementation}'`)
    .replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php');
  if (filled.includes('{SQLITE_')) throw new Error('the SQLite drop-in has a placeholder that is not known here');
  writeFileSync(join(content, 'db.php'), filled);
}
