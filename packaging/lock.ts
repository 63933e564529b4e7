import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version: string;
  readonly integrity: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Packages = Readonly<Record<string, Locked>>;

export interface Pinned {
  /** Exact versions of what was asked for. */
  readonly dependencies: Record<string, string>;
  /** For npm-shrinkwrap.json: they and all they need, each with version and hash. */
  readonly packages: Record<string, Locked>;
}

/** The packages as package-lock.json has them and the tests ran with them. Throws where it lacks one. */
export function pinned(checkout: string, names: readonly string[]): Pinned {
  const lock = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8')) as { packages: Packages };
  const packages: Record<string, Locked> = {};
  const dependencies: Record<string, string> = {};
  const waiting = names.map((name) => ({ name, from: 'worker' }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const at = placeOf(lock.packages, next.name, next.from);
    const found = lock.packages[at];
    if (found === undefined) throw new Error(`package-lock.json has no ${next.name} for ${next.from}`);
    if (next.from === 'worker') dependencies[next.name] = found.version;
    const below = at.replace(/^worker\//, '');
    if (packages[below] !== undefined) continue;
    packages[below] = withoutTypes(found);
    waiting.push(...Object.keys(found.dependencies ?? {}).map((name) => ({ name, from: at })));
  }
  return { dependencies, packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Declarations of types that a package wants beside it: of no use at run time, and `npm ci` would insist on them. */
function withoutTypes({ peerDependencies = {}, ...locked }: Locked): Locked {
  const peers = Object.entries(peerDependencies).filter(([name]) => !name.startsWith('@types/'));
  return peers.length === 0 ? locked : { ...locked, peerDependencies: Object.fromEntries(peers) };
}

/** As Node looks for a package: in the asker's own folder, then in each above. */
function placeOf(packages: Packages, name: string, from: string): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const at = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[at] !== undefined || folder === '') return at;
  }
}
