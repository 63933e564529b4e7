import type { Registry } from 'prom-client';
import { doorbellRoute } from './doorbell.ts';
import { type Health, healthRoute, metricsRoute } from './observability.ts';
import type { Route, Routes } from './server.ts';

export interface DoorPorts {
  readonly engineId: string;
  /** Has a shop exchange now; false: no such shop. */
  readonly ring: (shop: string) => boolean;
  readonly webhooks: Route;
  readonly health: () => Promise<Health>;
  readonly registry: Registry;
}

/** Everything that the worker's HTTP port answers. */
export function doors({ engineId, ring, webhooks, health, registry }: DoorPorts): Routes {
  return {
    doorbell: doorbellRoute(engineId, ring),
    hooks: webhooks,
    healthz: healthRoute(health),
    metrics: metricsRoute(registry),
  };
}
