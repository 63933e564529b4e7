import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Manifest = z.object({ version: z.string() });

/** This worker's version, and the plugins it works with. */
export const WORKER_VERSION = Manifest.parse(
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
).version;

export const PLUGIN_RANGE = { min: '0.1.0', below: '0.2.0' } as const;

/** Compares `major.minor.patch`; a pre-release counts as its release. */
export function inRange(version: string, range: { readonly min: string; readonly below: string }): boolean {
  return compare(version, range.min) >= 0 && compare(version, range.below) < 0;
}

function compare(left: string, right: string): number {
  const numbers = (version: string) => (version.split('-')[0] ?? '').split('.').map(Number);
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
