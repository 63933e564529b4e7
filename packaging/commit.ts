import { execFileSync } from 'node:child_process';

/** Which state of the sources a package is of. */
export interface Commit {
  /** When it was made: the one time that stands in a package. */
  readonly time: Date;
  /** Null: no git here. */
  readonly id: string | null;
  /** There are changes that are in no commit. */
  readonly dirty: boolean;
}

/** `SOURCE_DATE_EPOCH` (seconds, https://reproducible-builds.org/specs/source-date-epoch/) goes before the commit's time. */
export function commitOf(checkout: string, environment: NodeJS.ProcessEnv): Commit {
  const id = git(checkout, 'rev-parse', '--short', 'HEAD');
  const seconds = environment.SOURCE_DATE_EPOCH ?? git(checkout, 'log', '-1', '--format=%ct') ?? '315532800';
  const dirty = (git(checkout, 'status', '--porcelain') ?? '') !== '';
  return { time: new Date(Number(seconds) * 1000), id, dirty };
}

function git(checkout: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
