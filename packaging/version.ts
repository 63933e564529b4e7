import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the version stands again because npm, WordPress or PHP reads it there. */
const PLACES: Readonly<Record<string, readonly RegExp[]>> = {
  'package-lock.json': jsonPlaces(),
  'contracts/package.json': jsonPlaces(),
  'worker/package.json': jsonPlaces(),
  'admin-ui/package.json': jsonPlaces(),
  'e2e/package.json': jsonPlaces(),
  'plugin/causeway.php': [/(?<=^ \* Version: +)\S+$/gm, /(?<=^const VERSION = ')[^']+/gm],
  'plugin/readme.txt': [/(?<=^Stable tag: ).+$/gm],
};

/** The versions of our own packages, and of the one that others depend on. */
function jsonPlaces(): RegExp[] {
  return [
    /(?<="name": "(?:@causeway\/[a-z0-9-]+|causeway)",\s+"version": ")[^"]+/g,
    /(?<="@causeway\/contracts": ")[^"]+/g,
  ];
}

export class VersionsDiffer extends Error {}

/** The one place: `version` in the root's package.json. `npm version X` carries it to the others. */
export function versionOf(checkout: string): string {
  return (JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Throws `VersionsDiffer` with every place that says another version than the root's package.json. */
export function insistOnOneVersion(checkout: string): string {
  const version = versionOf(checkout);
  const wrong = Object.entries(PLACES).flatMap(([file, patterns]) => {
    const text = readFileSync(join(checkout, file), 'utf8');
    const found = patterns.flatMap((pattern) => text.match(pattern) ?? []);
    if (found.length === 0) return [`${file}: says no version`];
    return found.filter((each) => each !== version).map((each) => `${file}: ${each}`);
  });
  if (wrong.length === 0) return version;
  throw new VersionsDiffer(
    `package.json says ${version}; npm run version carries that on. Other versions:\n${wrong.join('\n')}`,
  );
}

/** Writes the root's version wherever it stands again. Returns the files that changed. */
export function carryVersion(checkout: string): string[] {
  const version = versionOf(checkout);
  return Object.entries(PLACES).flatMap(([file, patterns]) => {
    const path = join(checkout, file);
    const before = readFileSync(path, 'utf8');
    const after = patterns.reduce((text, pattern) => text.replace(pattern, version), before);
    if (after === before) return [];
    writeFileSync(path, after);
    return [file];
  });
}
