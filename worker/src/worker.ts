import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { flowSettings } from './config/flow-settings.ts';
import { ConfigurationMistakes, type LoadedConfiguration } from './config/load.ts';
import { onlyShopOf, openRoster, type Roster, systemOf } from './config/roster.ts';
import { openDispatch } from './dispatch/dispatch.ts';
import { systemGauges } from './dispatch/gauges.ts';
import type { Hold } from './dispatch/hold.ts';
import { pauseFile } from './dispatch/pause-file.ts';
import { Pauses } from './dispatch/pauses.ts';
import { openEmbeddedEngine } from './engine/embedded/open.ts';
import type { EngineHost } from './engine/engine.ts';
import { deciders } from './flows/index.ts';
import { healthOfShops } from './intake/observability.ts';
import { start, type Worker } from './running.ts';
import { Progress } from './service/progress.ts';
import { secretGauge } from './service/secret-watch.ts';
import { CredentialStore } from './shop/credential.ts';
import { type ApiOf, ServedShop } from './shop/served-shop.ts';
import type { Logger } from './telemetry/log.ts';
import { openMetrics } from './telemetry/metrics.ts';
import { openTranscripts } from './transcripts/open.ts';

/** What may be another than the worker's own, where its road is measured. */
export interface Replaced {
  readonly deciders?: EngineHost['deciders'];
  /** The way to a shop, by its address. */
  readonly apiOf?: ApiOf;
}

/**
 * The composition root: makes every part of a worker from its configuration, and starts it (`running.ts`). A shop whose systems can't
 * be opened is left out. Throws `ConfigurationMistakes` (no shop is in order), `EngineFileInUse`, and what listening throws.
 */
export async function openWorker(
  configuration: LoadedConfiguration,
  secret: (file: string) => string,
  log: Logger,
  replaced: Replaced = {},
): Promise<Worker> {
  const roster = openRoster(configuration, secret, (system) => {
    return {
      keep: (said) => {
        dispatch.heard(system, said.repliedAt);
        transcripts.conversations.recorderOf(system).keep(said);
      },
    };
  });
  if (roster.shops.length === 0) throw new ConfigurationMistakes(configuration.file, roster.mistakes);
  sayMistakes(roster, log);
  mkdirSync(configuration.stateDirectory, { recursive: true, mode: 0o700 });
  const pauses = new Pauses(pauseFile(configuration.stateDirectory));
  const credentials = new CredentialStore(configuration.stateDirectory);
  const shops = new Map(
    roster.shops.map((shop) => [shop.code, new ServedShop(shop, credentials, log, replaced.apiOf)]),
  );
  const metrics = openMetrics(
    () => engine.backlog(),
    () => healthOfShops(shops, roster.leftOut, []),
  );
  const transcripts = openTranscripts(configuration, {
    knownOf: (shop, subject) => engine.peek({ shop, subject })?.state,
    onlyShopOf: (system) => onlyShopOf(roster, system),
    log,
  });
  const dispatch = openDispatch({
    system: (shop, role) => systemOf(roster, shop, role),
    veto: (shop) => shops.get(shop)?.whyCallsWait ?? null,
    leaseLeftMs: (shop) => shops.get(shop)?.lease.leftMs() ?? 0,
    now: Date.now,
    elapsed: () => performance.now(),
    pauses,
    overhear: transcripts.overhear,
    observe: (system, operation, outcome, tookMs) =>
      metrics.calls.observe({ system, operation, outcome }, tookMs / 1000),
    changed: (system, hold) => sayHold(log, system, hold),
  });
  const engine = openEmbeddedEngine(join(configuration.stateDirectory, 'engine.sqlite'), {
    deciders: replaced.deciders ?? deciders,
    shop: (code, flow) => {
      const shop = shops.get(code);
      if (shop === undefined) throw new Error(`shop ${code} is not configured`);
      return { goLiveAt: shop.goLiveAt, settings: flowSettings(shop.configuration, flow) };
    },
    serves: (code) => shops.get(code)?.isPaired === true,
    dispatch,
    now: Date.now,
    callsAtOnce: configuration.callsAtOnce,
    road: (shop, role) => dispatch.road(shop, role),
    held: (shop) => dispatch.held(shop),
    log: (level, message, fields) => log[level](fields, message),
  });
  secretGauge(metrics.registry, configuration.systems, Date.now);
  systemGauges(metrics.registry, roster.systems, dispatch);
  const progress = new Progress({ beat: () => engine.beat(), monotonicMs: () => performance.now() });
  return start({ configuration, roster, shops, engine, dispatch, pauses, metrics, progress, transcripts, log });
}

function sayMistakes({ leftOut, mistakes }: Roster, log: Logger): void {
  for (const { shop, mistakes } of leftOut) log.error({ shop, mistakes }, 'a shop is left out: mend its configuration');
  const said = new Set(leftOut.flatMap((one) => one.mistakes));
  const others = mistakes.filter((mistake) => !said.has(mistake));
  if (others.length > 0) log.warn({ mistakes: others }, 'mistakes in the configuration that concern no shop now');
}

function sayHold(log: Logger, system: string, hold: Hold | null): void {
  if (hold === null) log.info({ system }, 'calls to a system go on');
  else log.warn({ system, why: hold.why, until: hold.until }, 'calls to a system wait');
}
