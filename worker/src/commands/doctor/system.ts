import { CallTimedOut, limited } from '../../dispatch/limited.ts';
import { datedSecrets } from '../../service/secret-watch.ts';
import type { Finding, References } from '../../systems/examination.ts';
import { secretFilesOf } from '../../systems/options.ts';
import type { SystemSettings } from '../../systems/settings.ts';
import type { OutsideSystem } from '../../systems/system.ts';
import { failed, type Look, notChecked } from './examined.ts';
import { seeSecretFile, whenItEnds, whoReads } from './secrets.ts';

const CHECKS: readonly Finding['check'][] = ['reachable', 'sign_in', 'permissions', 'clock', 'reference_data', 'quota'];
const ORDER: readonly string[] = [...CHECKS.slice(0, -1), 'skus', 'quota', 'secrets'];

/**
 * What the adapter finds within `ms`, in one order; what it says nothing of is said to be not checked. Never throws: an
 * adapter that does, or doesn't come back, is a finding.
 */
export async function examineSystem(
  system: Pick<OutsideSystem, 'examine'>,
  references: References,
  ms: number,
): Promise<Look[]> {
  const found = await within(ms, (signal) => system.examine(references, signal));
  const unsaid = CHECKS.filter((check) => !found.some((finding) => finding.check === check));
  // Behind a door that stayed shut nothing could be looked at.
  const shut = found.some(({ check, result }) => result === 'failed' && (check === 'reachable' || check === 'sign_in'));
  const why = shut ? 'not looked at: see above' : 'its adapter does not look at it';
  const looks: Look[] = [...found, ...unsaid.map((check) => notChecked(check, why)), ...otherSkus(found, references)];
  return looks.sort((one, other) => ORDER.indexOf(one.check) - ORDER.indexOf(other.check));
}

/** An exchange would be needed to ask the shop for its SKUs, so only those of the mapping are known here. */
function otherSkus(found: readonly Finding[], { skus }: References): Look[] {
  const looked = found.some(({ check, result }) => check === 'reference_data' && result !== 'not_checked');
  const mapped = skus.length === 0 ? 'none is mapped' : `only those of the mapping (${skus.length}) were looked up`;
  return looked ? [notChecked('skus', `${mapped}; the shop's others are looked at with each order`)] : [];
}

async function within(
  ms: number,
  look: (signal: AbortSignal) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await limited(look, ms, new AbortController().signal);
  } catch (error) {
    // What an adapter did not foresee; its words may quote a request.
    const why = error instanceof CallTimedOut ? error.message : `its adapter failed (${(error as Error).name})`;
    return [failed('reachable', why, 'Check that the system is up and reachable from here.') as Finding];
  }
}

/**
 * The files of a system's secrets, and how long they last. `pathOf`: where what the configuration names is; null: that
 * is not known here. `worker`: the user id that the worker runs as.
 */
export function examineSecrets(
  settings: Pick<SystemSettings, 'adapter' | 'own' | 'secretsExpire'>,
  pathOf: (named: string) => string | null,
  worker: number,
  now: number,
): Look[] {
  const own = settings.own as Readonly<Record<string, unknown>>;
  const files = secretFilesOf(settings.adapter).flatMap((option) => {
    const named = own[option];
    if (typeof named !== 'string') return [];
    const path = pathOf(named);
    return path === null ? [] : [look(option, path, worker)];
  });
  const ends = datedSecrets(settings.secretsExpire).flatMap((secret) => whenItEnds(secret, now) ?? []);
  return [...files, ...ends];
}

function look(option: string, path: string, worker: number): Look {
  try {
    return whoReads(seeSecretFile(option, path), worker);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return failed(
      'secrets',
      `${option}: ${path} can't be read (${code})`,
      'Put the secret there, readable by root or the worker only.',
    );
  }
}
