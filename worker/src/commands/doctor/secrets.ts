import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DatedSecret, standing, untilEnd } from '../../policy/secret-expiry.ts';
import { failed, type Look, ok, warning } from './examined.ts';

/** A secret's file as the file system has it. */
export interface SecretFileSeen {
  readonly option: string;
  readonly path: string;
  readonly mode: number;
  readonly owner: number;
  /** A folder above it lets nobody but its owner through. */
  readonly shut: boolean;
}

const OTHERS_READ = 0o004;
const GROUP_READS = 0o040;
const OTHERS_PASS = 0o011;

/** Throws what the file system throws. */
export function seeSecretFile(option: string, path: string): SecretFileSeen {
  const { mode, uid } = statSync(path);
  return {
    option,
    path,
    mode,
    owner: uid,
    shut: foldersAbove(path).some((folder) => (statSync(folder).mode & OTHERS_PASS) === 0),
  };
}

function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

/** Who else may read it? `worker`: the user id that the worker runs as; root may read everything anyway. */
export function whoReads({ option, path, mode, owner, shut }: SecretFileSeen, worker: number): Look {
  const seen = `${option}: ${path}`;
  if (owner !== worker && owner !== 0)
    return warning(
      'secrets',
      `${seen} belongs to user ${owner}, who can read it`,
      `chown root ${path} && chmod 600 ${path}`,
    );
  if (shut) return ok('secrets', `${seen} is private: its folder is`);
  if ((mode & OTHERS_READ) !== 0)
    return warning(
      'secrets',
      `${seen} can be read by every user of this machine`,
      `chmod ${owner === worker ? 600 : 'o='} ${path}`,
    );
  // A file of root's that the worker reads is read by its group: that is how it was meant.
  if (owner === worker && (mode & GROUP_READS) !== 0)
    return warning('secrets', `${seen} can be read by its whole group`, `chmod 600 ${path}`);
  return ok('secrets', `${seen} is private`);
}

/** What is said of a secret's last day; null: it is far. */
export function whenItEnds(secret: DatedSecret, now: number): Look | null {
  const { option, expires } = secret;
  const advice = `Have a new one issued, put it into the file, move the day in secretsExpire, and restart the worker.`;
  switch (standing(secret, now)) {
    case 'valid':
      return null;
    case 'expired':
      return failed('secrets', `${option} ended on ${expires}, ${untilEnd(secret, now)}`, advice);
    default:
      return warning('secrets', `${option} ends on ${expires}, ${untilEnd(secret, now)}`, advice);
  }
}
