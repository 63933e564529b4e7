import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotCount } from '../failure.ts';

export interface WpConfig {
  readonly prefix: string;
  /** The text constants that wp-config.php defines. */
  readonly constants: ReadonlyMap<string, string>;
}

/** Reads the literal `define`s and `$table_prefix` of a wp-config.php; runs no PHP. Throws `CannotCount`. */
export function readWpConfig(wordpress: string): WpConfig {
  let text: string;
  try {
    text = readFileSync(join(wordpress, 'wp-config.php'), 'utf8');
  } catch (error) {
    throw new CannotCount(`no WordPress here: ${(error as Error).message}`);
  }
  const constants = new Map<string, string>();
  for (const [, name = '', single, double] of text.matchAll(
    /^\s*define\(\s*['"](\w+)['"]\s*,\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\$]|\\.)*)")\s*\)/gm,
  )) {
    constants.set(name, (single ?? double ?? '').replace(/\\(['"\\])/g, '$1'));
  }
  const prefix = /^\s*\$table_prefix\s*=\s*['"](\w+)['"]/m.exec(text)?.[1] ?? 'wp_';
  return { prefix, constants };
}
