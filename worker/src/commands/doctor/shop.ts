import type { Refusal } from '@causeway/contracts';
import type { ShopConfiguration } from '../../config/configuration.ts';
import { addressKey } from '../../config/transport.ts';
import { inRange, PLUGIN_RANGE, WORKER_VERSION } from '../../config/versions.ts';
import { SystemFailure } from '../../policy/system-failure.ts';
import type { Credential } from '../../shop/credential.ts';
import { type Knocked, knock } from '../../shop/knock.ts';
import { clockSkew } from '../../systems/clock-skew.ts';
import { failed, type Look, notChecked, ok, warning } from './examined.ts';
import type { RunningWorker } from './worker.ts';

/** What is known here of a shop's pairing. */
export type Pairing = { readonly credential: Credential } | { readonly problem: 'none' | 'unreadable' | 'forbidden' };

/** Looks at one shop without coming in: no exchange, no lease. Never throws for what is wrong with it. */
export async function examineShop(
  { code, url }: Pick<ShopConfiguration, 'code' | 'url'>,
  pairing: Pairing,
  worker: RunningWorker,
  signal: AbortSignal,
): Promise<Look[]> {
  const credential = 'credential' in pairing ? pairing.credential : null;
  const address = credential?.url ?? url;
  try {
    const knocked = await knock(address, credential, signal);
    return [
      ok('reachable', `${address} answers, and the plugin is active there`),
      plugin(knocked, credential !== null),
      paired(url, pairing, knocked.refusal),
      clockSkew(knocked.date, Date.now()),
      lease(code, worker),
    ];
  } catch (error) {
    const detail = error instanceof SystemFailure ? error.message : `${address} did not answer in time`;
    const advice = 'Check its address in the configuration, that it is up, and that the plugin is active there.';
    return [failed('reachable', detail, advice), lease(code, worker)];
  }
}

function plugin({ plugin: version, refusal }: Knocked, known: boolean): Look {
  if (version === null) {
    const why = known ? 'the shop refused before it told its version' : 'told to a paired worker only';
    return notChecked('plugin', why);
  }
  const range = `this worker (${WORKER_VERSION}) works with ${PLUGIN_RANGE.min} up to, not including, ${PLUGIN_RANGE.below}`;
  if (!inRange(version, PLUGIN_RANGE))
    return failed('plugin', `version ${version}; ${range}`, 'Update the older of plugin and worker.');
  if (refusal?.code === 'causeway_version')
    return failed('plugin', refusal.message, 'Update the older of plugin and worker.');
  return ok('plugin', `version ${version} fits`);
}

function paired(url: string, pairing: Pairing, refusal: Refusal | null): Look {
  const again = `In wp-admin, WooCommerce > Causeway > Connection, show a pairing code; then: causeway pair --config FILE ${url} CODE`;
  if ('problem' in pairing) {
    if (pairing.problem === 'none') return warning('paired', 'not paired yet', again);
    return pairing.problem === 'unreadable'
      ? failed('paired', 'what is kept of the pairing can not be read', again)
      : notChecked('paired', 'what is kept of the pairing is private', "Run this as the worker's user, or as root.");
  }
  const { credential } = pairing;
  if (addressKey(credential.url) !== addressKey(url))
    return warning('paired', `paired at ${credential.url}, configured is ${url}`, again);
  const goLive =
    credential.goLiveAt === null ? 'not live: nothing is sent yet' : `live since ${day(credential.goLiveAt)}`;
  if (refusal === null) return ok('paired', goLive);
  switch (refusal.code) {
    case 'causeway_version':
      return ok('paired', goLive);
    case 'causeway_copy':
      return failed(
        'paired',
        refusal.message,
        'Put the paired shop back, or pair this one by itself (docs/agency.md).',
      );
    case 'causeway_unauthorized':
    case 'causeway_not_paired':
      return failed('paired', refusal.message, again);
    default:
      return failed('paired', refusal.message, 'See docs/agency.md, "When it says no".');
  }
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Who has the lease only an exchange could ask; a worker that runs here says how it stands with the shop. */
function lease(code: string, worker: RunningWorker): Look {
  const said = worker.shops[code];
  if (said === undefined) return notChecked('lease', 'no worker runs here that could say who has it');
  const left = `this worker's, for ${Math.round(said.leaseLeftMs / 1000)} s more`;
  if (said.state === 'serving' && said.problem === null) return ok('lease', left);
  if (said.state === 'unpaired' || said.state === 'asking')
    return notChecked('lease', `the worker here says: ${said.state}`);
  const detail = `the worker here says "${said.state}"${said.problem === null ? '' : `: ${said.problem}`}`;
  if (said.state === 'serving' || said.state === 'recovering')
    return warning('lease', `${left}; ${detail}`, 'Look again in a minute; the log says more.');
  return failed('lease', detail, 'docs/operator.md, "What to do when", says what to do.');
}
