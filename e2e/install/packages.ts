import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { zipOf } from '../../packaging/zip.ts';
import { checkout } from '../promises/ground.ts';
import { runCommand } from '../stage/command.ts';
import { unzip } from '../stage/source/zip.ts';

/** Builds both packages of this checkout into `folder`; its types are checked elsewhere. Returns their version. */
export async function buildPackages(folder: string, umask = '022', env: Record<string, string> = {}): Promise<string> {
  const build = `umask ${umask}; exec ${join(checkout, 'bin/package')} --unchecked --out "$0"`;
  // A commit that is made meanwhile must not come between two builds.
  await runCommand('bash', ['-c', build, folder], { env: { SOURCE_DATE_EPOCH: '1795248942', ...env } });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const version = /^causeway-worker-(.+)\.tgz$/.exec(tarball ?? '')?.[1];
  if (version === undefined) throw new Error(`no worker in ${folder}`);
  return version;
}

/** The packages in `folder` once more, as those of another version: what an update brings. */
export async function asVersion(folder: string, from: string, to: string): Promise<void> {
  const scratch = join(folder, '.next');
  mkdirSync(scratch);
  await runCommand('tar', ['xzf', join(folder, `causeway-worker-${from}.tgz`), '-C', scratch]);
  const worker = join(scratch, 'package');
  for (const file of ['package.json', 'npm-shrinkwrap.json'])
    rewrite(join(worker, file), /(?<="name": "@causeway\/worker",\s+"version": ")[^"]+/g, to);
  await runCommand('npm', ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], {
    cwd: worker,
  });
  unzip(join(folder, `causeway-${from}.zip`), scratch);
  rewrite(join(scratch, 'causeway/causeway.php'), /(?<=Version: +|VERSION = ')[\d.]+/g, to);
  writeFileSync(join(folder, `causeway-${to}.zip`), zipOf(entriesOf(scratch, 'causeway'), new Date()));
  rmSync(scratch, { recursive: true });
}

function rewrite(file: string, version: RegExp, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(version, to));
}

function entriesOf(folder: string, top: string) {
  const found = readdirSync(join(folder, top), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => ({ path: relative(folder, file), content: readFileSync(file) }));
}
