import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

const CREDENTIAL = /^credential:([A-Za-z0-9._-]+)$/;
/** The unit loads a whole folder as `LoadCredential=causeway:FOLDER`; systemd then puts that name before each file's. */
const FOLDER_PREFIX = 'causeway_';

/**
 * Where a secret is: `credential:NAME` in systemd's credentials ($CREDENTIALS_DIRECTORY), else a path that begins at the
 * configuration's folder. Null: a credential is named, and this process was given none.
 */
export function secretPath(
  named: string,
  configuration: string,
  { CREDENTIALS_DIRECTORY: credentials }: NodeJS.ProcessEnv,
): string | null {
  const name = CREDENTIAL.exec(named)?.[1];
  if (name === undefined) return isAbsolute(named) ? named : join(dirname(resolve(configuration)), named);
  if (credentials === undefined) return null;
  const ofFolder = join(credentials, `${FOLDER_PREFIX}${name}`);
  return existsSync(ofFolder) ? ofFolder : join(credentials, name);
}
