import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from './config/configuration.ts';
import { openDispatch } from './dispatch/dispatch.ts';
import { openEmbeddedEngine } from './engine/embedded/open.ts';
import type { Engine } from './engine/engine.ts';
import { deciders } from './flows/index.ts';
import { CursorStore } from './intake/cursors.ts';
import { doorbellKey, doorbellRoute } from './intake/doorbell.ts';
import { healthRoute, metricsRoute } from './intake/observability.ts';
import { Poller } from './intake/poller.ts';
import { IntakeServer } from './intake/server.ts';
import { webhookRoute } from './intake/webhooks.ts';
import { CredentialStore } from './shop/credential.ts';
import { ServedShop } from './shop/served-shop.ts';
import { openSystem } from './systems/registry.ts';
import type { OutsideSystem } from './systems/system.ts';
import type { Logger } from './telemetry/log.ts';
import { type Metrics, openMetrics } from './telemetry/metrics.ts';

/** A worker that works, until `stop`. */
export interface Worker {
  readonly intakePort: number;
  stop(): Promise<void>;
}

interface Parts {
  readonly configuration: Configuration;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  readonly shops: ReadonlyMap<string, ServedShop>;
  readonly engine: Engine;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/**
 * The composition root: makes every part of a worker from its configuration, and starts it.
 * Throws `ConfigurationMistakes` (secrets), `EngineFileInUse`, and what listening throws.
 */
export async function openWorker(
  configuration: Configuration,
  secret: (file: string) => string,
  log: Logger,
): Promise<Worker> {
  mkdirSync(configuration.stateDirectory, { recursive: true, mode: 0o700 });
  const systems = new Map(
    Object.entries(configuration.systems).map(([name, settings]) => [
      name,
      openSystem(name, settings, { secret, now: Date.now }),
    ]),
  );
  const credentials = new CredentialStore(configuration.stateDirectory);
  const shops = new Map(configuration.shops.map((shop) => [shop.code, new ServedShop(shop, credentials, log)]));
  const metrics = openMetrics(
    () => engine.backlog(),
    () => Object.fromEntries([...shops].map(([code, shop]) => [code, shop.lease.leftMs()])),
  );
  const dispatch = openDispatch({
    system: (shop, role) => systemOf(systems, shops, shop, role),
    leaseLeftMs: (shop) => shops.get(shop)?.lease.leftMs() ?? 0,
    now: Date.now,
    observe: (system, operation, outcome, tookMs) =>
      metrics.calls.observe({ system, operation, outcome }, tookMs / 1000),
  });
  const engine = openEmbeddedEngine(join(configuration.stateDirectory, 'engine.sqlite'), {
    deciders,
    shop: (code) => {
      const shop = shops.get(code);
      if (shop === undefined) throw new Error(`shop ${code} is not configured`);
      return { goLiveAt: shop.goLiveAt, settings: shop.configuration.orders };
    },
    dispatch,
    now: Date.now,
    callsAtOnce: configuration.callsAtOnce,
    log: (level, message, fields) => log[level](fields, message),
  });
  return begin({ configuration, systems, shops, engine, metrics, log });
}

async function begin(parts: Parts): Promise<Worker> {
  const { configuration, systems, shops, engine, metrics, log } = parts;
  const intake = new IntakeServer(intakeRoutes(parts), (error) => log.error({ error: String(error) }, 'intake failed'));
  const intakePort = await intake.listen(configuration.intake.host, configuration.intake.port);
  const codes = new Set(shops.keys());
  const cursors = new CursorStore(configuration.stateDirectory);
  const pollers = [...systems.values()].map((system) => new Poller({ engine, system, shops: codes, cursors, log }));
  engine.onEffects((shop) => shops.get(shop)?.ring());
  engine.start();
  for (const poller of pollers) poller.start();
  for (const [code, shop] of shops) {
    const observe = (outcome: string, tookMs: number) =>
      metrics.exchanges.observe({ shop: code, outcome }, tookMs / 1000);
    shop.start(engine, doorbellOf(configuration, engine.id, code), observe);
  }
  return {
    intakePort,
    async stop() {
      await intake.close();
      await Promise.all(pollers.map((poller) => poller.stop()));
      engine.pause();
      await Promise.all([...shops.values()].map((shop) => shop.stop()));
      await engine.stop();
    },
  };
}

function intakeRoutes({ systems, shops, engine, metrics, log }: Parts) {
  const count = (system: string, outcome: string) => metrics.webhooks.inc({ system, outcome });
  const ring = (code: string) => {
    const shop = shops.get(code);
    shop?.ring();
    return shop !== undefined;
  };
  return [
    doorbellRoute(engine.id, ring),
    webhookRoute({ engine, systems, shops: new Set(shops.keys()), log, count }),
    healthRoute(() => ({
      healthy: true,
      engine: engine.backlog(),
      shops: Object.fromEntries([...shops].map(([code, shop]) => [code, { leaseLeftMs: shop.lease.leftMs() }])),
    })),
    metricsRoute(metrics.registry),
  ];
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
