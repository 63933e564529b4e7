import type { Engine } from '../engine/engine.ts';
import type { Found } from '../shop/asking.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { Announcements } from './announcements.ts';
import { CursorStore } from './cursors.ts';
import { hintReader, type ReadHint } from './hints.ts';
import { Poller } from './poller.ts';
import { Seeker } from './seeker.ts';
import type { Route } from './server.ts';
import { UnclaimedBodies } from './unclaimed-bodies.ts';
import { Upkeep } from './upkeep.ts';
import { type CountWebhook, webhookRoute } from './webhooks.ts';

export interface InboundPorts {
  readonly stateDirectory: string;
  readonly engine: Engine;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  readonly shops: ReadonlyMap<string, InboundShop>;
  readonly log: Logger;
  readonly count: CountWebhook;
  /** Has a system's stock read now; left out: nobody reads stock. */
  readonly readStock?: (system: string) => void;
}

/** A served shop, as far as news of its documents concern it. */
export interface InboundShop {
  readonly configuration: { readonly erp: string; readonly wms: string };
  ask(subjects: readonly string[]): Promise<Found>;
}

/** Every way in which outside systems tell of changes: webhooks at our door, hints of the shops' mailboxes, polls. */
export interface Inbound {
  readonly route: Route;
  readonly readHint: ReadHint;
  /** Begins to poll, to keep subscriptions up, and to ask shops for documents that found no order. */
  start(): void;
  stop(): Promise<void>;
}

export function openInbound(ports: InboundPorts): Inbound {
  const { stateDirectory, engine, systems, shops, log, count } = ports;
  const used = new Map<string, Set<string>>();
  for (const [code, { configuration }] of shops) {
    for (const name of [configuration.erp, configuration.wms]) used.set(name, (used.get(name) ?? new Set()).add(code));
  }
  const bodies = new UnclaimedBodies(stateDirectory);
  const seeker = new Seeker({ engine, bodies, shops: new Map([...shops].map(([code, shop]) => [code, sought(shop)])) });
  const announcements = new Announcements({
    engine,
    bodies,
    shopsOf: (system) => used.get(system) ?? new Set(),
    seek: (shop) => seeker.wake(shop),
    log,
  });
  const cursors = new CursorStore(stateDirectory);
  // Of a system that nobody served uses, no change may be read and forgotten.
  const polled = [...systems.values()].filter(({ name }) => used.has(name));
  const pollers = new Map(
    polled.map((system) => [system.name, new Poller({ system, announcements, cursors, log })] as const),
  );
  const upkeeps = polled.flatMap(({ name, upkeep }) => (upkeep === null ? [] : new Upkeep({ name, upkeep, log })));
  const poll = (system: string, what?: 'stock') =>
    what === 'stock' ? ports.readStock?.(system) : pollers.get(system)?.wake();

  function sought(shop: InboundShop) {
    const names = [...new Set([shop.configuration.erp, shop.configuration.wms])];
    return { ask: shop.ask.bind(shop), systems: names.flatMap((name) => systems.get(name) ?? []) };
  }

  return {
    route: webhookRoute({ announcements, systems, poll, log, count }),
    readHint: hintReader({ announcements, systems, poll, log, count }),
    start() {
      for (const runner of [...pollers.values(), ...upkeeps]) runner.start();
      seeker.start();
    },
    async stop() {
      seeker.stop();
      await Promise.all([...pollers.values(), ...upkeeps].map((runner) => runner.stop()));
    },
  };
}
