import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogueOf } from './catalogue.ts';
import { commitOf } from './commit.ts';
import { pluginFiles } from './plugin-files.ts';
import { carryVersion, insistOnOneVersion } from './version.ts';
import { layWorkerPackage } from './worker-package.ts';
import { zipOf } from './zip.ts';

const HELP = `bin/package (npm run package): what an agency installs, built from this checkout

  causeway-VERSION.zip           the WordPress plugin, with its panel
  causeway-worker-VERSION.tgz    the worker, for npm install
  SHA256SUMS                     their hashes

  --out DIR         where to (dist/)
  --unchecked       don't check the worker's types (bin/test does)
  --carry-version   only write package.json's version wherever it stands again (npm version does that)

The same commit gives the same bytes.
`;

const checkout = resolve(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`· ${line}\n`);

function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(checkout, 'dist') },
      unchecked: { type: 'boolean', default: false },
      'carry-version': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  if (values['carry-version']) {
    for (const file of carryVersion(checkout)) say(file);
    return;
  }
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  const version = insistOnOneVersion(checkout);
  const commit = commitOf(checkout, process.env);
  say(`version ${version}, commit ${commit.id ?? 'unknown'}`);
  if (commit.dirty) say('there are changes that are in no commit: these packages are for trying out');
  const zip = `causeway-${version}.zip`;
  const plugin = pluginFiles(checkout);
  const catalogue = catalogueOf(checkout, plugin, version, commit.time);
  writeFileSync(join(out, zip), zipOf([...plugin, catalogue], commit.time));
  const sums = [zip, packWorker(version, out, !values.unchecked)].map((name) => {
    const content = readFileSync(join(out, name));
    say(`${join(out, name)} (${Math.round(content.length / 1000)} kB)`);
    return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
  });
  writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
}

/** Returns the tarball's name. npm itself gives every file in it the same time. */
function packWorker(version: string, out: string, checked: boolean): string {
  const staging = mkdtempSync(join(tmpdir(), 'causeway-worker-'));
  try {
    layWorkerPackage(checkout, version, staging, checked);
    const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', out];
    const packed = JSON.parse(execFileSync('npm', args, { cwd: staging, encoding: 'utf8' }));
    return (packed as [{ filename: string }])[0].filename;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  process.stderr.write(`bin/package: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
