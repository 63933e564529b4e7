import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const wordpressVersionMin = '6.8';

/** The version of the WordPress in `folder`, or undefined when there is none. */
export function wordpressVersion(folder: string): string | undefined {
  return firstMatch(join(folder, 'wp-includes/version.php'), /\$wp_version = '([^']+)'/);
}

/** The `Version:` of a plugin's main file, or undefined when the file isn't there. */
export function pluginVersion(mainFile: string): string | undefined {
  return firstMatch(mainFile, /^[\s*]*Version:\s*(\S+)/m);
}

/** Compares dotted versions by number: is `version` at least `least`? */
export function atLeast(version: string, least: string): boolean {
  const have = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const want = least.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (let place = 0; place < want.length; place++) {
    const difference = (have[place] ?? 0) - (want[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function firstMatch(file: string, pattern: RegExp): string | undefined {
  if (!existsSync(file)) return undefined;
  return pattern.exec(readFileSync(file, 'utf8'))?.[1];
}
