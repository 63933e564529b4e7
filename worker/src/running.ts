import { systemOf } from './config/roster.ts';
import { openControl } from './control/open.ts';
import { guarded } from './dispatch/guarded.ts';
import { doorbellAddress } from './intake/doorbell.ts';
import { type Inbound, openInbound } from './intake/inbound.ts';
import { healthOfShops } from './intake/observability.ts';
import { IntakeServer } from './intake/server.ts';
import { placesOf } from './inventory/answer.ts';
import { type Inventory, openInventory } from './inventory/open.ts';
import type { Parts } from './parts.ts';
import { openReconciling } from './reconcile/open.ts';
import type { Reconciliations } from './reconcile/reconciliations.ts';
import { openRuns } from './replay/open.ts';
import type { Runs } from './replay/runs.ts';
import { routesOf } from './routes.ts';
import { SecretWatch } from './service/secret-watch.ts';
import { statusLine } from './service/status-line.ts';
import { WaitingWatch } from './service/waiting-watch.ts';
import type { OutsideSystem } from './systems/system.ts';

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

interface Service {
  start(): void;
  stop(): Promise<void> | void;
}

/** What goes on by itself beside the engine and the shops. */
interface Services {
  readonly inbound: Inbound;
  readonly inventory: Inventory | null;
  readonly runs: Runs;
  readonly reconciliations: Reconciliations;
  /** All of them, in the order in which they start; they stop the other way round. */
  readonly inOrder: readonly Service[];
}

/** Starts a worker of its parts. Rejects with `ControlInUse`, and with what listening throws. */
export async function start(parts: Parts): Promise<Worker> {
  const { configuration, roster, shops, engine, progress, transcripts, log } = parts;
  const services = openServices(parts);
  const intake = new IntakeServer(routesOf(parts, services.inbound), (error) =>
    log.error({ error: String(error) }, 'intake failed'),
  );
  const control = await openDoor(parts, services);
  const intakePort = await intake.listen(configuration.intake.host, configuration.intake.port);
  startShops(parts, services);
  // Only now it is known which shops are paired: what was set aside of those is tried again at the start.
  engine.start();
  for (const service of services.inOrder) service.start();
  return {
    intakePort,
    shops: [...shops.keys()],
    prove: () => progress.prove(),
    status: (problem) => statusLine(problem, engine.backlog(), healthOfShops(shops, roster.leftOut, [])),
    async stop() {
      await Promise.all([intake.close(), control.close()]);
      for (const service of services.inOrder.toReversed()) await service.stop();
      engine.pause();
      await Promise.all([...shops.values()].map((shop) => shop.stop()));
      // Before the engine is closed: it knows what is personal in what still waits to be written.
      transcripts.close();
      await engine.stop();
    },
  };
}

function openServices(parts: Parts): Services {
  const { configuration, roster, shops, engine, dispatch, metrics, transcripts, log } = parts;
  const { stateDirectory } = configuration;
  const systems = guarded(dispatch, transcripts.heard(roster.systems));
  const inventory = openStock(parts, systems);
  const inbound = openInbound({
    ...{ stateDirectory, engine, systems, shops, log },
    readStock: (system) => inventory?.wake(system),
    count: (door, system, outcome) => metrics.webhooks.inc({ door, system, outcome }),
  });
  const secrets = new SecretWatch({ systems: configuration.systems, shops, engine, log, now: Date.now });
  const waits = new WaitingWatch({
    ...{ systems: [...roster.systems.keys()], shops, engine },
    waitingOf: (system, shop) => waitingOf(parts, system, shop),
  });
  const runs = openRuns({ stateDirectory, engine, shops, log });
  const running = { start: () => runs.start(), stop: () => runs.close() };
  const wayOut = dispatch;
  const { reconciliations, schedule } = openReconciling({ stateDirectory, engine, wayOut, shops, metrics, log });
  const stock = inventory === null ? [] : [inventory];
  // What tells of stock by webhook stops before who reads it.
  return { inbound, inventory, runs, reconciliations, inOrder: [...stock, inbound, secrets, waits, running, schedule] };
}

/** The command line's door. */
function openDoor(parts: Parts, { runs, reconciliations, inventory }: Services): Promise<{ close(): Promise<void> }> {
  const { configuration, roster, shops, engine, dispatch, pauses, log } = parts;
  return openControl({
    stateDirectory: configuration.stateDirectory,
    ...{ engine, shops, runs, pauses, reconciliations, inventory, log },
    health: () => healthOfShops(shops, roster.leftOut, []),
    wayOut: dispatch,
    erpOf: (shop) => systemOf(roster, shop, 'erp'),
  });
}

function startShops(parts: Parts, { inbound, inventory }: Pick<Services, 'inbound' | 'inventory'>) {
  const { configuration, roster, shops, engine, metrics, progress, transcripts } = parts;
  engine.onEffects((shop) => shops.get(shop)?.ring());
  for (const [code, shop] of shops) {
    const database = roster.databases.get(code);
    shop.start(engine, doorbellAddress(configuration.intake.doorbellUrl, engine.id, code), {
      observe(outcome, tookMs) {
        progress.turned(code);
        metrics.exchanges.observe({ shop: code, outcome }, tookMs / 1000);
      },
      observeRows: (rows) => metrics.databaseRows.inc({ shop: code }, rows),
      ...(database === undefined ? {} : { database }),
      readHint: inbound.readHint,
      transcriptOf: (shop, subject) => {
        const places = inventory === null ? undefined : placesOf(inventory, engine, shop, subject);
        return { ...transcripts.answer(shop, subject), ...(places === undefined ? {} : { places }) };
      },
      untold: inventory?.untoldOf(code),
    });
  }
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
