import { doors } from './intake/doors.ts';
import type { Inbound } from './intake/inbound.ts';
import { type Health, healthOfShops } from './intake/observability.ts';
import type { Routes } from './intake/server.ts';
import type { Parts } from './parts.ts';

/** What the worker's HTTP port answers. */
export function routesOf(parts: Parts, inbound: Inbound): Routes {
  const { shops, engine, metrics } = parts;
  const ring = (code: string) => {
    const shop = shops.get(code);
    shop?.rowWaits();
    return shop !== undefined;
  };
  return doors({
    ...{ engineId: engine.id, ring, webhooks: inbound.route, registry: metrics.registry },
    health: () => healthOf(parts),
  });
}

async function healthOf({ roster, shops, engine, dispatch, pauses, progress }: Parts): Promise<Health> {
  const problem = await progress.prove();
  const backlog = engine.backlog();
  const systems = Object.fromEntries(
    [...roster.systems].map(([name, system]) => [name, dispatch.standing(system)] as const),
  );
  return {
    healthy: problem === null,
    problem,
    engine: backlog,
    shops: healthOfShops(shops, roster.leftOut, backlog.held),
    systems,
    pauses: pauses.all,
  };
}
