import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Adapter } from '../systems/adapter.ts';
import { knownAdapters } from './adapters.ts';
import { type Configuration, Frame } from './configuration.ts';
import { issuesOf, type LeftOut, readParts, recordOf } from './parts.ts';
import { secretPath } from './secret-path.ts';

/** A configuration that can't be used: one line a mistake, each beginning with the option's path. */
export class ConfigurationMistakes extends Error {
  readonly mistakes: readonly string[];

  constructor(file: string, mistakes: readonly string[]) {
    super(`${file}: ${mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`}`);
    this.name = 'ConfigurationMistakes';
    this.mistakes = mistakes;
  }
}

/** A file that can be worked with: `shops` are those in order, `systems` those that have no mistake. */
export interface LoadedConfiguration extends Configuration {
  readonly file: string;
  /** The worker's own adapters and those of `adapters`. */
  readonly known: readonly Adapter[];
  readonly leftOut: readonly LeftOut[];
  /** All that is wrong with adapters, systems and shops, each once. */
  readonly mistakes: readonly string[];
}

/**
 * Reads and checks the file; relative paths in it begin at its own folder. A shop with a mistake in its own part, or in
 * that of its system, is left out. Throws `ConfigurationMistakes`, with all there are, where a mistake concerns every
 * shop or no shop is in order.
 */
export function loadConfiguration(file: string): LoadedConfiguration {
  const json = readJson(file);
  const frame = Frame.safeParse(json);
  const raw = recordOf(json);
  const { known, mistakes } = knownAdapters(
    file,
    listOf(raw.adapters).filter((entry) => typeof entry === 'string'),
  );
  const parts = readParts(recordOf(raw.systems), listOf(raw.shops), known);
  if (!frame.success || parts.shops.length === 0)
    throw new ConfigurationMistakes(file, [...issuesOf([], frame), ...mistakes, ...parts.mistakes]);
  const stateDirectory = resolve(dirname(resolve(file)), frame.data.stateDirectory);
  return { ...frame.data, ...parts, known, mistakes: [...mistakes, ...parts.mistakes], stateDirectory, file };
}

/** Thousands of shops fit; what is larger is another file. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readJson(file: string): unknown {
  const whole = (mistake: string) => new ConfigurationMistakes(file, [`(the whole file): ${mistake}`]);
  let text: string;
  try {
    const stat = statSync(file);
    if (stat.isFile() && stat.size > FILE_BYTES_MAX) throw whole(`has more than ${FILE_BYTES_MAX} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigurationMistakes) throw error;
    throw whole(`can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw whole(`is not JSON: ${(error as Error).message}`);
  }
}

/** Reads a secret from a file beside the configuration, or from systemd's credentials. Throws `ConfigurationMistakes`. */
export function secretReader(file: string, environment: NodeJS.ProcessEnv): (named: string) => string {
  const unreadable = (named: string, why: string) =>
    new ConfigurationMistakes(file, [`the secret file ${named} can't be read (${why})`]);
  return (named) => {
    const path = secretPath(named, file, environment);
    if (path === null) throw unreadable(named, 'CREDENTIALS_DIRECTORY is not set: the service has it; by hand, set it');
    let secret: string;
    try {
      secret = readFileSync(path, 'utf8').trim();
    } catch (error) {
      throw unreadable(named, String((error as NodeJS.ErrnoException).code));
    }
    if (secret === '') throw new ConfigurationMistakes(file, [`the secret file ${named} is empty`]);
    return secret;
  };
}
