import { isRoot, runCommand, tryCommand } from '../stage/command.ts';
import { findProgram } from '../stage/php/find.ts';

/** Debian's packages of the server and of every module that the set-up activates. */
export const PACKAGES = [
  'tryton-server',
  'tryton-modules-sale',
  'tryton-modules-stock',
  'tryton-modules-account-invoice-stock',
] as const;

export const MODULES = ['sale', 'stock', 'account_invoice_stock'] as const;

/** The line that a person without root is told to have run. */
export const INSTALL_LINE = `apt-get install --yes --no-install-recommends ${PACKAGES.join(' ')}`;

export interface Tryton {
  /** The Python that has the server's packages. */
  readonly python: string;
  readonly admin: string;
  /** The server's version, e.g. '6.0.29'. */
  readonly version: string;
  /** Every part's version, for the template's key. */
  readonly versions: string;
}

const question = `
from importlib.metadata import version
names = ['trytond'] + ['trytond_' + module for module in '${MODULES.join(' ')}'.split()]
print(version('trytond'), ' '.join(name + '-' + version(name) for name in names), sep='|')`;

/** The machine's Tryton with all that the set-up needs, or undefined. */
export async function findTryton(): Promise<Tryton | undefined> {
  const admin = findProgram('trytond-admin');
  if (admin === undefined) return undefined;
  // Debian installs for its own Python, which needn't be the first in PATH.
  for (const python of ['/usr/bin/python3', 'python3']) {
    const answer = await tryCommand(python, ['-c', question], { timeoutMs: 30_000 });
    const [version, versions] = answer.stdout.trim().split('|');
    if (answer.code === 0 && version && versions) return { python, admin, version, versions };
  }
  return undefined;
}

/** The machine's Tryton; as root on Debian it is installed first. Throws with the line to run where it can't be had. */
export async function requireTryton(say: (line: string) => void = () => {}): Promise<Tryton> {
  const found = await findTryton();
  if (found) return found;
  if (!isRoot() || findProgram('apt-get') === undefined)
    throw new Error(`no Tryton on this machine: run as root: ${INSTALL_LINE}`);
  say(INSTALL_LINE);
  const environment = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 600_000 };
  await tryCommand('apt-get', ['update', '-q'], environment);
  const [program = '', ...args] = INSTALL_LINE.split(' ');
  await runCommand(program, args, environment);
  const installed = await findTryton();
  if (installed) return installed;
  throw new Error('Tryton was installed, but its server and modules are not found');
}
