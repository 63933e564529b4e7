import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { Configuration } from './configuration.ts';

/** A configuration that can't be used: one line a mistake, each beginning with the option's path. */
export class ConfigurationMistakes extends Error {
  readonly mistakes: readonly string[];

  constructor(file: string, mistakes: readonly string[]) {
    super(`${file}: ${mistakes.length === 1 ? 'one mistake' : `${mistakes.length} mistakes`}`);
    this.name = 'ConfigurationMistakes';
    this.mistakes = mistakes;
  }
}

/** Reads and checks the file. Throws `ConfigurationMistakes`. Relative paths in it begin at its own folder. */
export function loadConfiguration(file: string): Configuration {
  const parsed = Configuration.safeParse(readJson(file));
  if (!parsed.success) {
    throw new ConfigurationMistakes(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join('.') || '(the whole file)'}: ${issue.message}`),
    );
  }
  const folder = dirname(resolve(file));
  return { ...parsed.data, stateDirectory: resolve(folder, parsed.data.stateDirectory) };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationMistakes(file, [
      `(the whole file): can't be read (${(error as NodeJS.ErrnoException).code})`,
    ]);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationMistakes(file, [`(the whole file): is not JSON: ${(error as Error).message}`]);
  }
}

/** Reads a secret from a file beside the configuration, or from systemd's credentials. Throws `ConfigurationMistakes`. */
export function secretReader(file: string, environment: NodeJS.ProcessEnv): (path: string) => string {
  const folder = dirname(resolve(file));
  return (path) => {
    const prefix = '$CREDENTIALS_DIRECTORY/';
    const named = path.startsWith(prefix)
      ? join(environment.CREDENTIALS_DIRECTORY ?? '/nonexistent', path.slice(prefix.length))
      : path;
    const full = isAbsolute(named) ? named : join(folder, named);
    try {
      const secret = readFileSync(full, 'utf8').trim();
      if (secret === '') throw new ConfigurationMistakes(file, [`the secret file ${path} is empty`]);
      return secret;
    } catch (error) {
      if (error instanceof ConfigurationMistakes) throw error;
      const code = (error as NodeJS.ErrnoException).code;
      throw new ConfigurationMistakes(file, [`the secret file ${path} can't be read (${code})`]);
    }
  };
}
