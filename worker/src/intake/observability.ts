import type { Registry } from 'prom-client';
import type { LeftOut } from '../config/parts.ts';
import type { Pause } from '../dispatch/pauses.ts';
import type { Standing } from '../dispatch/system-gate.ts';
import type { HeldCalls } from '../engine/engine.ts';
import type { ShopState } from '../shop/condition.ts';
import type { LaneHealth } from '../shop/mysql/lane.ts';
import type { Route } from './server.ts';

/** What `/healthz` says. `problem`: why the worker doesn't get on (`Progress`), proven now; null: it does. */
export interface Health {
  readonly healthy: boolean;
  readonly problem: string | null;
  readonly engine: { readonly events: number; readonly calls: number; readonly effects: number };
  readonly shops: Readonly<Record<string, ShopHealth>>;
  /** Each configured system: calls that are out, the limit, the breaker, and why its calls wait. */
  readonly systems: Readonly<Record<string, Standing>>;
  readonly pauses: readonly Pause[];
}

/**
 * One configured shop, by its code. `problem`: why it is not served, or why the last exchange with it did not work;
 * null: nothing is known to be wrong. `lastExchangeAt`: the last one that worked, epoch ms. `waits`: calls for it that
 * wait, for what and until when (epoch ms; null: until somebody says so).
 */
export interface ShopHealth {
  readonly state: ShopState | 'left_out';
  readonly problem: string | null;
  readonly leaseLeftMs: number;
  readonly lastExchangeAt: number | null;
  /** Left out: the worker is not told of the shop's database. */
  readonly database?: LaneHealth;
  readonly waits: readonly Omit<HeldCalls, 'shop'>[];
}

/** The health of every configured shop: those that are served, and those left out. */
export function healthOfShops(
  shops: ReadonlyMap<string, { health(): Omit<ShopHealth, 'waits'> }>,
  leftOut: readonly LeftOut[],
  held: readonly HeldCalls[],
): Record<string, ShopHealth> {
  const waits = (code: string) => held.filter(({ shop }) => shop === code).map(({ shop: _, ...rest }) => rest);
  const outside = { state: 'left_out', leaseLeftMs: 0, lastExchangeAt: null } as const;
  return Object.fromEntries([
    ...[...shops].map(([code, shop]) => [code, { ...shop.health(), waits: waits(code) }] as const),
    ...leftOut.map(({ shop, mistakes }) => [shop, { problem: notServed(mistakes), ...outside, waits: [] }] as const),
  ]);
}

function notServed(mistakes: readonly string[]): string {
  return `not served, its configuration has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}: ${mistakes.join('; ')}`;
}

export function healthRoute(health: () => Promise<Health>): Route {
  return ({ method, path }) => {
    if (path.length !== 1 || path[0] !== 'healthz' || method !== 'GET') return null;
    return health().then((now) => ({
      status: now.healthy ? 200 : 503,
      type: 'application/json',
      body: `${JSON.stringify(now)}\n`,
    }));
  };
}

export function metricsRoute(registry: Registry): Route {
  return ({ method, path }) => {
    if (path.length !== 1 || path[0] !== 'metrics' || method !== 'GET') return null;
    return registry.metrics().then((body) => ({ status: 200, type: registry.contentType, body }));
  };
}
