import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Adapter } from '../systems/adapter.ts';
import { type Kit, kit, kitSuits } from '../systems/kit.ts';
import { BUILT_IN } from '../systems/registry.ts';

/** The adapters that systems may name, and what is wrong with those that they may not. */
export interface KnownAdapters {
  readonly known: readonly Adapter[];
  readonly mistakes: readonly string[];
}

type Factory = (kit: Kit) => unknown;

const aFunction = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'is no function');

/** What can be seen of an adapter without opening a system. */
const Shape = z.object({
  name: z.string('is no text').regex(/^[a-z0-9-]{1,32}$/, 'must be of a-z, 0-9 and "-"'),
  role: z.enum(['erp', 'wms'], 'must be "erp" or "wms"'),
  summary: z.string('is no text').min(1, 'is empty'),
  settings: z.custom((value) => value instanceof z.ZodType, "is no schema of the kit's zod"),
  limits: z.record(z.string(), z.number(), 'is no object of numbers').optional(),
  open: aFunction,
});

/** Why an entry can't be used: for whoever wrote the configuration. */
class NotUsable extends Error {}

/**
 * The worker's own adapters, and those that the configuration `file` names: npm packages and folders, found from its
 * folder. A name that two adapters have is nobody's: which one is meant can't be known.
 */
export function knownAdapters(file: string, entries: readonly string[]): KnownAdapters {
  const mistakes: string[] = [];
  const found: { readonly from: string; readonly adapter: Adapter }[] = BUILT_IN.map((adapter) => ({
    from: "an adapter of the worker's own",
    adapter,
  }));
  for (const [index, entry] of entries.entries()) {
    const from = `adapters.${index}`;
    try {
      found.push(...adaptersOf(file, entry).map((adapter) => ({ from, adapter })));
    } catch (error) {
      if (!(error instanceof NotUsable)) throw error;
      mistakes.push(`${from}: "${entry}" ${error.message}`);
    }
  }
  const known: Adapter[] = [];
  for (const { from, adapter } of found) {
    const others = found.filter((other) => other.adapter.name === adapter.name && other.adapter !== adapter);
    if (others.length === 0) known.push(adapter);
    else if (from.startsWith('adapters.'))
      mistakes.push(`${from}: "${adapter.name}" is also the name of ${others.map((other) => other.from).join(', ')}`);
  }
  return { known, mistakes };
}

function adaptersOf(file: string, entry: string): Adapter[] {
  const { factory, kitVersion } = load(file, entry);
  if (kitVersion === undefined)
    throw new NotUsable(`doesn't say for which kit it was written: kitVersion = '${kit.version}'`);
  if (!kitSuits(kitVersion))
    throw new NotUsable(
      `was written for kit ${kitVersion}, and this worker has ${kit.version}: install the one that fits`,
    );
  const made = attempt(() => factory(kit), 'failed to make its adapter');
  return (Array.isArray(made) ? made : [made]).map(insistOnShape);
}

function load(file: string, entry: string): { factory: Factory; kitVersion: string | undefined } {
  const require = createRequire(resolve(file));
  let path: string;
  try {
    path = require.resolve(entry);
  } catch {
    const advice = entry.startsWith('.') || entry.startsWith('/') ? 'is the path right?' : 'npm install it there';
    throw new NotUsable(`is not found from the configuration's folder: ${advice}`);
  }
  const loaded: unknown = attempt(() => require(path), "can't be loaded");
  const { default: exported, kitVersion } = Object(loaded) as { default?: unknown; kitVersion?: unknown };
  const factory = typeof loaded === 'function' ? loaded : exported;
  if (typeof factory !== 'function') throw new NotUsable('exports no function by default: (kit) => adapter');
  return { factory: factory as Factory, kitVersion: kitVersion === undefined ? undefined : String(kitVersion) };
}

function attempt<T>(act: () => T, what: string): T {
  try {
    return act();
  } catch (error) {
    throw new NotUsable(
      `${what} (${error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'unknown'})`,
    );
  }
}

function insistOnShape(made: unknown): Adapter {
  const shape = Shape.safeParse(made);
  if (shape.success) return made as Adapter;
  const wrong = shape.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`);
  throw new NotUsable(`gives no adapter: ${wrong.join('; ')}`);
}
