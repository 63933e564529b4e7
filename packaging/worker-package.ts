import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileWorker } from './compile.ts';
import { pinned } from './lock.ts';

interface Manifest {
  readonly name: string;
  readonly description?: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const PROGRAM = 'lib/start.js';

/** Lays the worker's npm package in `folder`, ready for `npm pack`. Throws what compiling throws. */
export function layWorkerPackage(checkout: string, version: string, folder: string, checked: boolean): void {
  for (const { path, content } of compileWorker(checkout, checked)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { manifest, shrinkwrap } = manifestOf(checkout, version);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(folder, 'npm-shrinkwrap.json'), `${JSON.stringify(shrinkwrap, null, 2)}\n`);
  cpSync(join(checkout, 'worker/README.md'), join(folder, 'README.md'));
  cpSync(join(checkout, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(checkout, 'deploy'), join(folder, 'deploy'), { recursive: true });
  setModes(folder);
}

/** The same wherever it is built, also under another umask; the program can be run from where the tarball is unpacked. */
function setModes(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
  }
  chmodSync(join(folder, PROGRAM), 0o755);
}

function manifestOf(checkout: string, version: string) {
  const read = (file: string) => JSON.parse(readFileSync(join(checkout, file), 'utf8'));
  const { engines } = read('package.json') as { engines: { node: string } };
  const { name, description, license, dependencies: wanted } = read('worker/package.json') as Manifest;
  const names = Object.keys(wanted).filter((dependency) => !dependency.startsWith('@causeway/'));
  const { dependencies, packages } = pinned(checkout, names);
  const bin = { causeway: PROGRAM };
  const exports = { './kit': { types: './lib/kit.d.ts', default: './lib/kit.js' }, './package.json': './package.json' };
  const manifest = { name, version, description, license, type: 'module', bin, exports, engines, dependencies };
  const root = { name, version, license, bin, engines, dependencies };
  return {
    manifest,
    shrinkwrap: { name, version, lockfileVersion: 3, requires: true, packages: { '': root, ...packages } },
  };
}
