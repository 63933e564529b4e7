import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { Entry } from './zip.ts';

/** In the plugin's folder for those who work on it. */
const DEVELOPERS_OWN = new Set([
  ...['tests', 'vendor', 'node_modules', 'composer.json', 'composer.lock'],
  ...['phpcs.xml.dist', 'phpstan.neon', 'phpstan-bootstrap.php', 'phpunit.xml.dist'],
]);
const SHIPPED = new Set(['.php', '.json', '.js', '.css', '.txt', '.pot', '.po', '.mo']);
const LEFT = new Set(['.map', '.log']);

/** A file of which nobody has said whether it is the shop's. */
export class UnknownKindOfFile extends Error {}

/**
 * What a shop gets, below `causeway/`: the plugin's files with the panel that was built into them, and the licence.
 * Throws `UnknownKindOfFile`; `PanelMissing` where the panel was not built.
 */
export function pluginFiles(checkout: string): Entry[] {
  const plugin = join(checkout, 'plugin');
  const entries = shippedBelow(plugin).map((file) => ({
    path: `causeway/${relative(plugin, file)}`,
    content: readFileSync(file),
  }));
  if (!entries.some(({ path }) => path === 'causeway/build/index.js')) throw new PanelMissing();
  return [...entries, { path: 'causeway/license.txt', content: readFileSync(join(checkout, 'LICENSE')) }];
}

export class PanelMissing extends Error {
  constructor() {
    super('the panel is not built: bin/package builds it, or npm run build --workspace=admin-ui');
  }
}

function shippedBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) => {
    const path = join(folder, found.name);
    if (found.name.startsWith('.') || DEVELOPERS_OWN.has(found.name)) return [];
    if (found.isDirectory()) return shippedBelow(path);
    const kind = extname(found.name);
    if (SHIPPED.has(kind)) return [path];
    if (LEFT.has(kind)) return [];
    throw new UnknownKindOfFile(
      `${path}: packaging/plugin-files.ts doesn't say whether a shop gets a ${kind || found.name}`,
    );
  });
}
