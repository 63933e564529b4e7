import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, madeOnce } from './cache.ts';
import type { CompleteOptions } from './options.ts';
import type { Php } from './php/find.ts';
import type { FoundStore } from './source/store.ts';
import { copyTree } from './tree.ts';

const stageFolder = dirname(fileURLToPath(import.meta.url));
const templatesKept = 12;

/** What a template is made of; equal inputs make equal shops, before the plugins under test are activated. */
export interface TemplateInputs {
  readonly wordpress: string;
  readonly store: FoundStore;
  /** SQLite as WebAssembly can't open what native SQLite wrote: it has no write-ahead log. */
  readonly php: Php['kind'];
  readonly options: CompleteOptions;
}

/** The folder in the cache where the template for these inputs is, or will be. */
export function templateFolder(inputs: TemplateInputs): string {
  const hash = createHash('sha256');
  const { database, hpos } = inputs.options;
  hash.update(
    JSON.stringify([
      inputs.wordpress,
      inputs.store.store.label,
      inputs.store.store.version,
      inputs.php,
      database,
      hpos,
    ]),
  );
  for (const file of ['furnish.ts', 'source/sqlite.ts', 'serving/mariadb.ts'])
    hash.update(readFileSync(join(stageFolder, file)));
  hashTree(hash, join(stageFolder, 'site'));
  if (inputs.store.store.kind === 'double') hashTree(hash, inputs.store.folder);
  return join(cacheFolder(), 'templates', hash.digest('hex').slice(0, 20));
}

/** Copies database and uploads out of the template. False when there is none. */
export function copyTemplate(template: string, shopFolder: string, site: string): boolean {
  if (!existsSync(template)) return false;
  copyTree(join(template, 'database'), join(shopFolder, 'database'));
  copyTree(join(template, 'uploads'), join(site, 'wp-content/uploads'));
  return true;
}

/** Keeps database and uploads of a shop, whose database must be at rest, as template. */
export async function keepTemplate(template: string, shopFolder: string, site: string): Promise<void> {
  await madeOnce(template, async (scratch) => {
    copyTree(join(shopFolder, 'database'), join(scratch, 'database'));
    copyTree(join(site, 'wp-content/uploads'), join(scratch, 'uploads'));
  });
  prune(dirname(template));
}

/** Keeps the newest templates of a folder. */
export function prune(templates: string): void {
  const byAge = readdirSync(templates)
    .filter((name) => /^[0-9a-f]{20}$/.test(name))
    .map((name) => ({ path: join(templates, name), at: statSync(join(templates, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const old of byAge.slice(templatesKept)) rmSync(old.path, { recursive: true, force: true });
}

function hashTree(hash: ReturnType<typeof createHash>, folder: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const file of files) hash.update(relative(folder, file)).update(readFileSync(file));
}
