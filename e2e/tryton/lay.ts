import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, madeOnce } from '../stage/cache.ts';
import { runCommand } from '../stage/command.ts';
import { prune } from '../stage/template.ts';
import { copyTree } from '../stage/tree.ts';
import { MODULES, requireTryton, type Tryton } from './ground.ts';
import { TrytonSession } from './rpc.ts';
import { DATABASE, serveTryton, writeConfiguration } from './serve.ts';
import { setUp } from './set-up/index.ts';
import type { Login } from './set-up/people.ts';
import { type References, type Wanted, wanted } from './set-up/wanted.ts';

/** A Tryton at rest in a folder of its own: `erp.sqlite`, `references.json`, a password file for each user. */
export interface LaidTryton {
  readonly folder: string;
  readonly tryton: Tryton;
  readonly references: References;
}

export interface LayOptions extends Partial<Wanted> {
  readonly say?: (line: string) => void;
}

/**
 * Lays a Tryton that is set up and has stock; whatever the folder held of one is gone. The first lay of a set of
 * versions activates the modules (some 15 s), the first of a set-up takes 3 s more, later ones copy the template.
 * Throws with the line to run where there is no Tryton.
 */
export async function layTryton(folder: string, { say = () => {}, ...given }: LayOptions = {}): Promise<LaidTryton> {
  const tryton = await requireTryton(say);
  const template = await furnished(tryton, wanted(given), say);
  rmSync(folder, { recursive: true, force: true });
  copyTree(template, folder);
  return openTryton(folder, tryton);
}

/** A Tryton that was laid before. */
export function openTryton(folder: string, tryton: Tryton): LaidTryton {
  const references = JSON.parse(readFileSync(join(folder, 'references.json'), 'utf8')) as References;
  return { folder, tryton, references };
}

export function passwordFile(folder: string, login: Login): string {
  return join(folder, `${login}.password`);
}

async function activated(tryton: Tryton, say: (line: string) => void): Promise<string> {
  const folder = templateOf(tryton.versions, MODULES);
  return await madeOnce(folder, async (scratch) => {
    say(`activating Tryton ${tryton.version} with ${MODULES.join(', ')} (once)`);
    writeFileSync(join(scratch, `${DATABASE}.sqlite`), '');
    const password = keepPassword(scratch, 'admin');
    const env = { TRYTONPASSFILE: password, TZ: 'UTC' };
    const options = ['--activate-dependencies', '--email', 'admin@shop.test'];
    const args = ['-c', writeConfiguration(scratch, 0), '-d', DATABASE, '-u', ...MODULES, ...options];
    await runCommand(tryton.admin, args, { env });
  });
}

async function furnished(tryton: Tryton, want: Wanted, say: (line: string) => void): Promise<string> {
  const sources = readdirSync(join(import.meta.dirname, 'set-up')).toSorted();
  const scripts = sources.map((name) => readFileSync(join(import.meta.dirname, 'set-up', name), 'utf8'));
  // The fiscal years are the present one and the next.
  const year = new Date().getUTCFullYear();
  const folder = templateOf(tryton.versions, want, scripts, year);
  if (existsSync(folder)) return folder;
  const bare = await activated(tryton, say);
  await madeOnce(folder, async (scratch) => {
    say(`setting Tryton up: company, accounts, ${want.skus.length} products with stock`);
    copyTree(bare, scratch);
    await furnish(scratch, want, tryton);
    for (const rest of ['trytond.conf', 'tryton.log']) rmSync(join(scratch, rest), { force: true });
  });
  prune(dirname(folder));
  return folder;
}

async function furnish(folder: string, want: Wanted, tryton: Tryton): Promise<void> {
  const { url, running } = await serveTryton(folder, 0, tryton);
  try {
    const admin = await TrytonSession.open(`${url}/${DATABASE}/`, 'admin', readPassword(folder, 'admin'));
    const references = await setUp(admin, want, (login) => {
      keepPassword(folder, login);
      return readPassword(folder, login);
    });
    writeFileSync(join(folder, 'references.json'), JSON.stringify(references, null, 2));
  } finally {
    await running.stop();
  }
}

function keepPassword(folder: string, login: Login): string {
  const file = passwordFile(folder, login);
  writeFileSync(file, newPassword(), { mode: 0o600 });
  return file;
}

/** Tryton refuses one of which less than three quarters of the characters differ. */
function newPassword(): string {
  for (;;) {
    const password = randomBytes(18).toString('base64url');
    if (new Set(password).size / password.length > 0.8) return password;
  }
}

export function readPassword(folder: string, login: Login): string {
  return readFileSync(passwordFile(folder, login), 'utf8').trim();
}

/** The folder in the cache for what these make. */
function templateOf(...parts: readonly unknown[]): string {
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
  return join(cacheFolder(), 'tryton', key);
}
