import type { Dispatch, OutboundCall } from '../engine/engine.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { Concurrency } from './concurrency.ts';
import { type After, limited } from './limited.ts';
import { failed } from './outcome.ts';
import { Throttle } from './throttle.ts';

type Result = Awaited<ReturnType<Dispatch>>;

export interface DispatchPorts {
  /** Which system plays the role for the shop; undefined: none is configured. */
  readonly system: (shop: string, role: string) => OutsideSystem | undefined;
  /** Why no call for the shop may leave now, whatever its lease; null: nothing speaks against it. */
  readonly veto: (shop: string) => string | null;
  /** How long the worker may still act for the shop, by the monotonic clock. */
  readonly leaseLeftMs: (shop: string) => number;
  readonly now: () => number;
  /** What ends a call whose time is over; left out: the machine's own clock. */
  readonly after?: After;
  /** Runs the call; what goes over the system's line meanwhile is the call's. */
  readonly overhear: (call: OutboundCall, system: string, work: () => Promise<Result>) => Promise<Result>;
  /** `outcome` is `ok`, `waiting` or the failure's category. */
  readonly observe: (system: string, operation: string, outcome: string, tookMs: number) => void;
}

/** How soon to ask again where an exchange may change it: a lease that is too short, a shop that is being loaded. */
const EXCHANGE_MS = 1000;
const THROTTLE_DEFAULT_MS = 1000;

/** The way out to every configured system; see `Dispatch` for what it promises. */
export function openDispatch(ports: DispatchPorts): Dispatch {
  const gates = new WeakMap<OutsideSystem, Gate>();
  return async (call, signal) => {
    const system = ports.system(call.shop, call.call.role);
    const operation = system?.operations[call.call.operation];
    if (system === undefined || operation === undefined) return unconfigured(call);
    const gate = gates.get(system) ?? new Gate(system, ports);
    gates.set(system, gate);
    const began = performance.now();
    const send = () => gate.send(call, signal, (cut) => operation(call.call.request, cut));
    const result = await ports.overhear(call, system.name, send);
    const outcome = result.kind === 'failed' ? result.category : result.kind;
    ports.observe(system.name, call.call.operation, outcome, performance.now() - began);
    return result;
  };
}

function unconfigured({ call }: OutboundCall): Result {
  const message = `no configured system does "${call.role}.${call.operation}"`;
  return { kind: 'failed', category: 'internal', phase: 'before_send', message, retryAfterMs: null };
}

/** What stands before one system: its limit, its own wish for a pause, the lease, and the time a call may take. */
class Gate {
  readonly #system: OutsideSystem;
  readonly #ports: DispatchPorts;
  readonly #concurrency: Concurrency;
  readonly #throttle: Throttle;

  constructor(system: OutsideSystem, ports: DispatchPorts) {
    this.#system = system;
    this.#ports = ports;
    this.#concurrency = new Concurrency(system.callsAtOnce);
    this.#throttle = new Throttle(ports.now);
  }

  async send(call: OutboundCall, signal: AbortSignal, work: (cut: AbortSignal) => Promise<unknown>): Promise<Result> {
    try {
      return await this.#concurrency.execute(call.shop, signal, () => this.#sendNow(call, signal, work));
    } catch {
      // Broken off while it waited for its turn: nothing was sent.
      return { kind: 'waiting', at: this.#ports.now(), why: 'stopped before it was sent' };
    }
  }

  async #sendNow({ shop, call }: OutboundCall, signal: AbortSignal, work: (cut: AbortSignal) => Promise<unknown>) {
    const { name, timeoutMs, acting } = this.#system;
    const until = this.#throttle.until;
    if (until !== null) return waiting(until, `${name} asked for a pause`);
    // Checked as late as possible: a lease that ends during the call would let two workers act.
    const tooShort = this.#ports.leaseLeftMs(shop) <= timeoutMs ? 'the lease on the shop is too short' : null;
    const why = this.#ports.veto(shop) ?? tooShort;
    if (why !== null) return waiting(this.#ports.now() + EXCHANGE_MS, why);
    try {
      return { kind: 'ok', reply: await limited(work, timeoutMs, signal, this.#ports.after) } as Result;
    } catch (error) {
      if (error instanceof SystemFailure && error.category === 'rate_limit') {
        return waiting(this.#throttle.pauseFor(error.retryAfterMs ?? THROTTLE_DEFAULT_MS), `${name} asked for a pause`);
      }
      return failed(error, acting.has(call.operation));
    }
  }
}

function waiting(at: number, why: string): Result {
  return { kind: 'waiting', at, why };
}
