import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, madeOnce } from '../cache.ts';
import { runCommand } from '../command.ts';
import { playgroundPackage, playgroundVersion } from '../source/sqlite.ts';
import type { Php } from './find.ts';

const scripts = resolve(dirname(fileURLToPath(import.meta.url)), '../site');
const phpVersion = '8.3';

/** Flags that both commands of Playground need to find a shop where wp-config.php says that it is. */
export function playgroundMounts(shopFolder: string): string[] {
  const mounts = [`${join(shopFolder, 'site')}:/wordpress`, `${shopFolder}:${shopFolder}`, `${scripts}:${scripts}`];
  return [
    ...mounts.map((mount) => `--mount-before-install=${mount}`),
    `--php=${phpVersion}`,
    '--wordpress-install-mode=do-not-attempt-installing',
    '--skip-sqlite-setup',
    '--verbosity=quiet',
  ];
}

/** The command that starts Playground: PHP as WebAssembly in Node. Installs it into the cache at first use: 583 MB. */
export async function playgroundCommand(say: (line: string) => void): Promise<string> {
  const folder = await madeOnce(join(cacheFolder(), `playground-${playgroundVersion}`), async (scratch) => {
    say('installing PHP as WebAssembly (583 MB, once)');
    mkdirSync(scratch, { recursive: true });
    writeFileSync(join(scratch, 'package.json'), '{"private":true}\n');
    await runCommand(
      'npm',
      [
        'install',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--silent',
        `${playgroundPackage}@${playgroundVersion}`,
      ],
      {
        cwd: scratch,
        timeoutMs: 900_000,
      },
    );
  });
  return join(folder, 'node_modules/.bin/wp-playground-cli');
}

/** A PHP that needs no PHP on the machine. It takes no php.ini settings and is some thirty times slower. */
export async function webAssemblyPhp(shopFolder: string, say: (line: string) => void): Promise<Php> {
  const command = await playgroundCommand(say);
  return {
    kind: 'webassembly',
    program: process.execPath,
    version: phpVersion,
    extensions: ['pdo_sqlite', 'dom', 'simplexml', 'mbstring', 'curl'],
    flags: [command, 'php', ...playgroundMounts(shopFolder), '--'],
  };
}
