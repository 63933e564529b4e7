import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Bug, spoilt } from '../mutants/plant.ts';
import { layShop, type Shop } from '../stage/index.ts';
import { developersOwn, pluginFolder } from '../stage/site/place.ts';
import { copyTree } from '../stage/tree.ts';

/** A shop on MariaDB whose plugin is a copy: what is planted there, nobody else meets. */
export interface CopiedShop {
  readonly shop: Shop;
  /** The copy. */
  readonly plugin: string;
}

/** Lays one in `folder`, in place of one that is there. */
export async function layCopiedShop(folder: string, say: (line: string) => void): Promise<CopiedShop> {
  const plugin = join(folder, 'plugin');
  rmSync(plugin, { recursive: true, force: true });
  copyTree(pluginFolder, plugin, developersOwn);
  const shop = await layShop({
    folder: join(folder, 'shop'),
    store: 'woocommerce',
    database: 'mariadb',
    causeway: 'absent',
    plugins: { causeway: plugin },
    say,
  });
  return { shop, plugin };
}

/** Plants a bug into the copy. Returns what takes it out again. Throws `StaleMutant`. */
export function plantInCopy({ plugin }: CopiedShop, bug: Bug): () => void {
  const file = join(plugin, relative('plugin', bug.file));
  const [whole, source] = [readFileSync(file), spoilt(bug)];
  writeFileSync(file, source);
  return () => writeFileSync(file, whole);
}
