import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration } from './config/configuration.ts';
import { flowSettings } from './config/flow-settings.ts';
import { ConfigurationMistakes, type LoadedConfiguration } from './config/load.ts';
import { openRoster, type Roster } from './config/roster.ts';
import { openControl } from './control/open.ts';
import { openDispatch, type WayOut } from './dispatch/dispatch.ts';
import { systemGauges } from './dispatch/gauges.ts';
import { guarded } from './dispatch/guarded.ts';
import type { Hold } from './dispatch/hold.ts';
import { pauseFile } from './dispatch/pause-file.ts';
import { Pauses } from './dispatch/pauses.ts';
import { openEmbeddedEngine } from './engine/embedded/open.ts';
import type { Engine, EngineHost } from './engine/engine.ts';
import { deciders } from './flows/index.ts';
import { doorbellKey } from './intake/doorbell.ts';
import { doors } from './intake/doors.ts';
import { type Inbound, openInbound } from './intake/inbound.ts';
import { healthOfShops } from './intake/observability.ts';
import { IntakeServer } from './intake/server.ts';
import { type Inventory, openInventory } from './inventory/open.ts';
import { openReconciling } from './reconcile/open.ts';
import { replayShop } from './replay/replay-shop.ts';
import { RunRecords } from './replay/run-record.ts';
import { Runs } from './replay/runs.ts';
import { Progress } from './service/progress.ts';
import { SecretWatch, secretGauge } from './service/secret-watch.ts';
import { statusLine } from './service/status-line.ts';
import { WaitingWatch } from './service/waiting-watch.ts';
import { CredentialStore } from './shop/credential.ts';
import { type ApiOf, ServedShop } from './shop/served-shop.ts';
import type { OutsideSystem } from './systems/system.ts';
import type { Logger } from './telemetry/log.ts';
import { type Metrics, openMetrics } from './telemetry/metrics.ts';
import { openTranscripts, type Transcripts } from './transcripts/open.ts';

/** A worker that works, until `stop`. */
export interface Worker {
  readonly intakePort: number;
  /** Codes of the shops that are served. */
  readonly shops: readonly string[];
  /** Null: all get on; else what doesn't. Never rejects. */
  prove(): Promise<string | null>;
  /** What waits, in one line. */
  status(problem: string | null): string;
  stop(): Promise<void>;
}

interface Parts {
  readonly configuration: Configuration;
  readonly roster: Roster;
  readonly shops: ReadonlyMap<string, ServedShop>;
  readonly engine: Engine;
  readonly dispatch: WayOut;
  readonly pauses: Pauses;
  readonly metrics: Metrics;
  readonly progress: Progress;
  readonly transcripts: Transcripts;
  readonly log: Logger;
}

/** What may be another than the worker's own, where its road is measured. */
export interface Replaced {
  readonly deciders?: EngineHost['deciders'];
  /** The way to a shop, by its address. */
  readonly apiOf?: ApiOf;
}

/**
 * The composition root: makes every part of a worker from its configuration, and starts it. A shop whose systems can't
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
        dispatch.heard(system);
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
    onlyShopOf: (system) => onlyShopOf(roster.shops, system),
    log,
  });
  const dispatch = openDispatch({
    system: (shop, role) => systemOf(roster.systems, shops, shop, role),
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
  return begin({ configuration, roster, shops, engine, dispatch, pauses, metrics, progress, transcripts, log });
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

async function begin(parts: Parts): Promise<Worker> {
  const { configuration, roster, shops, engine, dispatch, metrics, progress, transcripts, log } = parts;
  const systems = guarded(dispatch, transcripts.heard(roster.systems));
  const inventory = openStock(parts, systems);
  const inbound = openInbound({
    stateDirectory: configuration.stateDirectory,
    engine,
    systems,
    shops,
    log,
    readStock: (system) => inventory?.wake(system),
    count: (door, system, outcome) => metrics.webhooks.inc({ door, system, outcome }),
  });
  const secrets = new SecretWatch({ systems: configuration.systems, shops, engine, log, now: Date.now });
  const waits = new WaitingWatch({
    systems: [...roster.systems.keys()],
    shops,
    waitingOf: (system, shop) => waitingOf(parts, system, shop),
    engine,
  });
  const routes = intakeRoutes(parts, inbound);
  const intake = new IntakeServer(routes, (error) => log.error({ error: String(error) }, 'intake failed'));
  const runs = openRuns(parts);
  const { stateDirectory } = configuration;
  const { reconciliations, schedule } = openReconciling({
    stateDirectory,
    engine,
    wayOut: dispatch,
    shops,
    metrics,
    log,
  });
  const control = await openControl({
    stateDirectory: configuration.stateDirectory,
    engine,
    shops,
    health: () => healthOfShops(shops, roster.leftOut, []),
    wayOut: dispatch,
    erpOf: (shop) => systemOf(roster.systems, shops, shop, 'erp'),
    runs,
    pauses: parts.pauses,
    reconciliations,
    inventory,
    log,
  });
  const intakePort = await intake.listen(configuration.intake.host, configuration.intake.port);
  engine.onEffects((shop) => shops.get(shop)?.ring());
  for (const [code, shop] of shops) {
    const observe = (outcome: string, tookMs: number) => {
      progress.turned(code);
      metrics.exchanges.observe({ shop: code, outcome }, tookMs / 1000);
    };
    shop.start(engine, doorbellOf(configuration, engine.id, code), {
      observe,
      observeRows: (rows) => metrics.databaseRows.inc({ shop: code }, rows),
      ...addressOf(roster, code),
      readHint: inbound.readHint,
      transcriptOf: transcripts.answer,
    });
  }
  // Only now it is known which shops are paired: what was set aside of those is tried again at the start.
  engine.start();
  inbound.start();
  inventory?.start();
  secrets.start();
  waits.start();
  runs.start();
  schedule.start();
  return {
    intakePort,
    shops: [...shops.keys()],
    prove: () => progress.prove(),
    status: (problem) => statusLine(problem, engine.backlog(), healthOfShops(shops, roster.leftOut, [])),
    async stop() {
      await Promise.all([intake.close(), control.close()]);
      secrets.stop();
      waits.stop();
      await runs.close();
      await schedule.stop();
      await inbound.stop();
      await inventory?.stop();
      engine.pause();
      await Promise.all([...shops.values()].map((shop) => shop.stop()));
      // Before the engine is closed: it knows what is personal in what still waits to be written.
      transcripts.close();
      await engine.stop();
    },
  };
}

function openRuns({ configuration, shops, engine, log }: Parts): Runs {
  return new Runs({
    records: new RunRecords(configuration.stateDirectory),
    engine,
    shop: (code) => {
      const shop = shops.get(code);
      return shop === undefined ? `shop ${code} is not served` : replayShop(shop);
    },
    now: Date.now,
    pause: (ms, signal) => sleep(ms, undefined, { signal }),
    log,
  });
}

/** Null: no shop's stock is ours to tell. */
function openStock(parts: Parts, systems: ReadonlyMap<string, OutsideSystem>): Inventory | null {
  const { configuration, shops, engine, metrics, log } = parts;
  const stocked = [...shops.values()].flatMap((shop) => {
    const { code, erp, wms, availability: settings } = shop.configuration;
    return settings === undefined ? [] : [{ code, erp, wms, settings, isPaired: () => shop.isPaired }];
  });
  const { stateDirectory } = configuration;
  return openInventory({
    ...{ stateDirectory, engine, systems, log },
    shops: stocked,
    registry: metrics.registry,
    folderOf: (system) => configuration.systems[system]?.stockFolder,
  });
}

function waitingOf({ roster, dispatch }: Parts, name: string, shop: string) {
  const system = roster.systems.get(name);
  return system === undefined ? null : dispatch.standing(system, shop).hold;
}

function intakeRoutes(parts: Parts, inbound: Inbound) {
  const { roster, shops, engine, dispatch, pauses, metrics, progress } = parts;
  const ring = (code: string) => {
    const shop = shops.get(code);
    shop?.rowWaits();
    return shop !== undefined;
  };
  const health = async () => {
    const problem = await progress.prove();
    const backlog = engine.backlog();
    const told = healthOfShops(shops, roster.leftOut, backlog.held);
    const systems = Object.fromEntries(
      [...roster.systems].map(([name, system]) => [name, dispatch.standing(system)] as const),
    );
    return { healthy: problem === null, problem, engine: backlog, shops: told, systems, pauses: pauses.all };
  };
  return doors({ engineId: engine.id, ring, webhooks: inbound.route, health, registry: metrics.registry });
}

/** The shop's database, where it is configured and can be tried. */
function addressOf({ databases }: Roster, code: string) {
  const database = databases.get(code);
  return database === undefined ? {} : { database };
}

function onlyShopOf(shops: Roster['shops'], system: string): string | null {
  const [only, ...more] = shops.filter(({ erp, wms }) => erp === system || wms === system);
  return only === undefined || more.length > 0 ? null : only.code;
}

function systemOf(
  systems: ReadonlyMap<string, OutsideSystem>,
  shops: ReadonlyMap<string, ServedShop>,
  shop: string,
  role: string,
): OutsideSystem | undefined {
  const configuration = shops.get(shop)?.configuration;
  if (configuration === undefined || (role !== 'erp' && role !== 'wms')) return undefined;
  return systems.get(configuration[role]);
}

function doorbellOf(configuration: Configuration, engineId: string, shop: string): string | null {
  const { doorbellUrl } = configuration.intake;
  return doorbellUrl === null
    ? null
    : `${doorbellUrl.replace(/\/+$/, '')}/doorbell/${shop}/${doorbellKey(engineId, shop)}`;
}
