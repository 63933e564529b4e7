import { PROTOCOL } from '@causeway/contracts';
import type { ShopConfiguration } from '../config/configuration.ts';
import { ConfigurationMistakes, type LoadedConfiguration } from '../config/load.ts';
import { addressKey, isPrivateTransport } from '../config/transport.ts';
import { inRange, PLUGIN_RANGE, WORKER_VERSION } from '../config/versions.ts';
import { type Credential, CredentialStore } from '../shop/credential.ts';
import { ShopApi } from '../shop/shop-api.ts';
import { type Terminal, UsageMistake } from './command.ts';

/**
 * `causeway pair URL CODE`: trades the one-time code that wp-admin shows for a credential and keeps it.
 * Throws `UsageMistake`, `ConfigurationMistakes` (of this shop), `ShopRefusal` (wrong or expired code, versions) or `SystemFailure` (not reachable).
 */
export async function pair(
  configuration: LoadedConfiguration,
  url: string,
  code: string,
  terminal: Terminal,
): Promise<void> {
  if (!isPrivateTransport(url)) {
    throw new UsageMistake(
      `${url}: a shop on another machine needs https://, or its credential could be read on the way`,
    );
  }
  const shop = shopAt(configuration, url);
  const answer = await new ShopApi(url).pair(
    { protocol: PROTOCOL, code, worker: { version: WORKER_VERSION, plugin: PLUGIN_RANGE } },
    AbortSignal.timeout(45_000),
  );
  if (!inRange(answer.plugin.version, PLUGIN_RANGE)) {
    throw new UsageMistake(
      `the plugin is version ${answer.plugin.version}; this worker (${WORKER_VERSION}) needs ${PLUGIN_RANGE.min} up to, not including, ${PLUGIN_RANGE.below}`,
    );
  }
  const credentials = new CredentialStore(configuration.stateDirectory);
  // The same shop again: what was known of it still holds, and a running worker must not take it for one that isn't live.
  const before = knownBefore(credentials, shop.code);
  const known = before?.shop.id === answer.shop.id ? before : { ackNumber: 0, goLiveAt: null };
  const { ackNumber, goLiveAt } = known;
  await credentials.write(shop.code, { url, token: answer.token, shop: answer.shop, ackNumber, goLiveAt });
  terminal.out(
    `Paired ${shop.code} with "${answer.name}" (${answer.store}). It captures from now on; go-live is set in wp-admin.`,
  );
}

/** What stands there and isn't a credential is replaced. */
function knownBefore(credentials: CredentialStore, code: string): Credential | null {
  try {
    return credentials.read(code);
  } catch {
    return null;
  }
}

/** A mistake in another shop's part of the configuration is no obstacle. */
function shopAt(configuration: LoadedConfiguration, url: string): ShopConfiguration {
  const isThat = (address: string) => addressKey(address) === addressKey(url);
  const shop = configuration.shops.find((candidate) => isThat(candidate.url));
  if (shop !== undefined) return shop;
  const leftOut = configuration.leftOut.find(({ urls }) => urls.some(isThat));
  if (leftOut !== undefined) throw new ConfigurationMistakes(configuration.file, leftOut.mistakes);
  const known = configuration.shops.map((candidate) => candidate.url).join(', ');
  throw new UsageMistake(`no shop with the address ${url} is configured (configured: ${known})`);
}
