import type { Registry } from 'prom-client';
import type { Route } from './server.ts';

/** What `/healthz` says: healthy means that the process decides and its file can be written. */
export interface Health {
  readonly healthy: boolean;
  readonly engine: { readonly events: number; readonly calls: number; readonly effects: number };
  readonly shops: Readonly<Record<string, { readonly leaseLeftMs: number }>>;
}

export function healthRoute(health: () => Health): Route {
  return ({ method, path }) => {
    if (path.length !== 1 || path[0] !== 'healthz' || method !== 'GET') return null;
    const now = health();
    return Promise.resolve({
      status: now.healthy ? 200 : 503,
      type: 'application/json',
      body: `${JSON.stringify(now)}\n`,
    });
  };
}

export function metricsRoute(registry: Registry): Route {
  return ({ method, path }) => {
    if (path.length !== 1 || path[0] !== 'metrics' || method !== 'GET') return null;
    return registry.metrics().then((body) => ({ status: 200, type: registry.contentType, body }));
  };
}
