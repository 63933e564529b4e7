import type { Dispatch, OutboundCall, Road } from '../engine/engine.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem, Role } from '../systems/system.ts';
import type { Hold } from './hold.ts';
import { type After, afterRealMs } from './limited.ts';
import { failed } from './outcome.ts';
import { noPauses, type PauseScope, type Pauses } from './pauses.ts';
import { type Standing, SystemGate } from './system-gate.ts';
import { TheirClock } from './their-clock.ts';

type Result = Awaited<ReturnType<Dispatch>>;

export interface DispatchPorts {
  /** Which system plays the role for the shop; undefined: none is configured. */
  readonly system: (shop: string, role: string) => OutsideSystem | undefined;
  /** Why no call for the shop may leave now, whatever its lease; null: nothing speaks against it. */
  readonly veto: (shop: string) => string | null;
  /** How long the worker may still act for the shop, by the monotonic clock. */
  readonly leaseLeftMs: (shop: string) => number;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms on a clock that is never set; `now` where it is left out. */
  readonly elapsed?: () => number;
  /** What ends a call whose time is over, and a turn that waits for a rate; left out: the machine's own clock. */
  readonly after?: After;
  /** What an operator paused; left out: nothing is. */
  readonly pauses?: Pauses;
  /** Runs the call; what goes over the system's line meanwhile is the call's. */
  readonly overhear: (call: OutboundCall, system: string, work: () => Promise<Result>) => Promise<Result>;
  /** `outcome` is `ok`, `waiting` or the failure's category. */
  readonly observe: (system: string, operation: string, outcome: string, tookMs: number) => void;
  /** A system's calls begin to wait, or (null) go on: told once each. */
  readonly changed?: (system: string, hold: Hold | null) => void;
}

/** The way out to every configured system; see `Dispatch` for what calling it promises. */
export interface WayOut {
  (call: OutboundCall, signal: AbortSignal): ReturnType<Dispatch>;
  /** How a shop's calls to a role go now; undefined: no system plays it. */
  road(shop: string, role: string): Road | undefined;
  /** The roles of a shop whose calls wait; undefined: none. */
  held(shop: string): Readonly<Record<string, Hold>> | undefined;
  /** Asks a system something beside calls (a poll). Throws `rate_limit` while it is to be left alone, and what `work` throws. */
  ask<T>(system: OutsideSystem, work: () => Promise<T>): Promise<T>;
  /** A request went over the line of the system of that name; `repliedAt` as in `Said`. */
  heard(system: string, repliedAt?: number | null): void;
  /** How it stands with a system; `shop`: a pause for that shop alone counts too. */
  standing(system: OutsideSystem, shop?: string): Standing;
  /** How many calls are out to a system, or (null) to all, for a shop, or (null) for all. */
  out(scope: PauseScope): number;
}

const ROLES: readonly Role[] = ['erp', 'wms'];

export function openDispatch(ports: DispatchPorts): WayOut {
  const gates = new Map<string, SystemGate>();
  const clocks = new Map<string, TheirClock>();
  const { now, elapsed = now, after = afterRealMs, pauses = noPauses(), changed = () => undefined } = ports;
  const { veto, leaseLeftMs } = ports;
  const gateOf = (system: OutsideSystem): SystemGate => {
    const known = gates.get(system.name);
    if (known !== undefined) return known;
    const gate = new SystemGate(system, { now, elapsed, after, pauses, changed, veto, leaseLeftMs });
    gates.set(system.name, gate);
    return gate;
  };
  const send = async (call: OutboundCall, signal: AbortSignal): Promise<Result> => {
    const system = ports.system(call.shop, call.call.role);
    const operation = system?.operations[call.call.operation];
    if (system === undefined || operation === undefined) return unconfigured(call);
    const began = elapsed();
    const go = () => gateOf(system).send(call, signal, (cut) => operation(call.call.request, cut));
    const result = await ports.overhear(call, system.name, go);
    const outcome = result.kind === 'failed' ? result.category : result.kind;
    ports.observe(system.name, call.call.operation, outcome, elapsed() - began);
    const at = clocks.get(system.name)?.now();
    return result.kind === 'ok' && at !== undefined ? { ...result, at } : result;
  };
  return Object.assign(send, {
    road(shop: string, role: string) {
      const system = ports.system(shop, role);
      return system === undefined ? undefined : gateOf(system).road(shop);
    },
    held(shop: string) {
      const held = ROLES.flatMap((role) => {
        const system = ports.system(shop, role);
        const hold = system === undefined ? null : gateOf(system).hold(shop);
        return hold === null ? [] : [[role, hold] as const];
      });
      return held.length === 0 ? undefined : Object.fromEntries(held);
    },
    ask: <T>(system: OutsideSystem, work: () => Promise<T>) => gateOf(system).ask(work),
    heard(system: string, repliedAt: number | null = null) {
      gates.get(system)?.heard();
      if (repliedAt === null) return;
      const clock = clocks.get(system) ?? new TheirClock(elapsed);
      clocks.set(system, clock);
      clock.heard(repliedAt);
    },
    out({ system, shop }: PauseScope) {
      const meant = [...gates].filter(([name]) => system === null || system === name);
      return meant.reduce((sum, [, gate]) => sum + gate.out(shop), 0);
    },
    standing: (system: OutsideSystem, shop: string | null = null) => gateOf(system).standing(shop),
  });
}

function unconfigured({ call }: OutboundCall): Result {
  return failed(
    new SystemFailure('internal', 'before_send', `no configured system does "${call.role}.${call.operation}"`),
    false,
  );
}
