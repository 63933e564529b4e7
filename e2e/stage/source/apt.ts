import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand, tryCommand } from '../command.ts';

/** A package source that the machine itself is configured with. */
interface AptSource {
  readonly address: string;
  readonly release: string;
}

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Fetches Debian packages without touching the machine's package state and unpacks them all into `root`.
 * `suite` undefined means the machine's own. The archive's address is the one in the machine's configuration.
 * Throws where the machine is no Debian, or the packages can't be had.
 */
export async function unpackDebian(packages: readonly string[], root: string, suite?: string): Promise<void> {
  const own = await machineSources();
  const folder = mkdtempSync(join(tmpdir(), 'causeway-apt-'));
  try {
    // apt drops its privileges while it downloads.
    chmodSync(folder, 0o755);
    const env = { APT_CONFIG: privateConfiguration(folder, linesFor(own, suite)) };
    await runCommand('apt-get', ['update', '-q'], { env });
    const parcels = join(folder, 'parcels');
    mkdirSync(parcels, { mode: 0o777 });
    await runCommand('apt-get', ['download', '-q', ...packages], { env, cwd: parcels });
    mkdirSync(root, { recursive: true });
    for (const parcel of readdirSync(parcels)) await runCommand('dpkg-deb', ['-x', join(parcels, parcel), root]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function machineSources(): Promise<AptSource[]> {
  const listed = await tryCommand('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE) $(COMPONENT)',
    'Created-By: Packages',
  ]);
  if (listed.code !== 0) throw new Error('this machine has no apt');
  const sources = listed.stdout.split('\n').flatMap((line) => {
    const [address, release, component] = line.trim().split(' ');
    return address && release && component === 'main' && /\/debian(-security)?\/?$/.test(address)
      ? [{ address, release }]
      : [];
  });
  if (sources.length === 0) throw new Error('this machine has no Debian package source');
  return sources;
}

function linesFor(own: readonly AptSource[], suite: string | undefined): string[] {
  const signed = existsSync(debianKeys) ? `[signed-by=${debianKeys}] ` : '';
  if (suite === undefined) return own.map((source) => `deb ${signed}${source.address} ${source.release} main`);
  const archive = own.find((source) => /\/debian\/?$/.test(source.address)) ?? own[0];
  return [`deb ${signed}${archive?.address} ${suite} main`];
}

function privateConfiguration(folder: string, sources: readonly string[]): string {
  for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), `${sources.join('\n')}\n`);
  const settings: Record<string, string> = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': folder,
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::Retries': '2',
  };
  const file = join(folder, 'apt.conf');
  writeFileSync(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  return file;
}
