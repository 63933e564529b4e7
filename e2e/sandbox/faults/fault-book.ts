import { type EndingFault, endsRequest, type Fault } from './fault.ts';
import { seededChance } from './seeded-chance.ts';

const DOCUMENT_PATHS = ['/orders', '/items', '/releases', '/returns', '/credit-memos', '/changes', '/free-stock'];

interface Entry {
  readonly id: number;
  readonly fault: Fault;
  readonly endsAtMs: number;
  readonly countMax: number;
  readonly chance: () => number;
  hits: number;
  /** When what was let by came, within the last second (epoch ms). */
  letBy: number[];
}

/** What befalls one request: waits before and after it is handled, and at most one fault that decides its end. */
export interface Plan {
  readonly waitBeforeMs: number;
  readonly waitAfterMs: number;
  readonly ending: EndingFault | undefined;
}

/** What befalls one delivery of a webhook. */
export interface DeliveryPlan {
  readonly delayMs: number;
  readonly dropped: boolean;
  readonly doubled: boolean;
}

/** The faults in force. In memory only: a restart begins with the configuration's. */
export class FaultBook {
  readonly #entries: Entry[] = [];
  #lastId = 0;

  add(fault: Fault): object {
    const limits = { count: undefined, probability: undefined, seed: undefined, ...fault };
    const entry: Entry = {
      id: ++this.#lastId,
      fault,
      endsAtMs: fault.for_ms === undefined ? Number.POSITIVE_INFINITY : Date.now() + fault.for_ms,
      // A sign-in that expires with every use could never be renewed.
      countMax: limits.count ?? (fault.kind === 'expired_sign_in' ? 1 : Number.POSITIVE_INFINITY),
      chance: limits.probability === undefined ? () => 0 : seededChance(limits.seed),
      hits: 0,
      letBy: [],
    };
    this.#entries.push(entry);
    return shown(entry);
  }

  /** Takes one fault off, or all of them. Answers whether there was one. */
  remove(id?: number): boolean {
    const before = this.#entries.length;
    const kept = id === undefined ? [] : this.#entries.filter((entry) => entry.id !== id);
    this.#entries.splice(0, before, ...kept);
    return kept.length < before;
  }

  list(): object[] {
    return this.#live().map(shown);
  }

  get isDown(): boolean {
    return this.#live().some((entry) => entry.fault.kind === 'down');
  }

  planRequest(method: string, path: string): Plan {
    let waitBeforeMs = 0;
    let waitAfterMs = 0;
    let ending: EndingFault | undefined;
    for (const entry of this.#live()) {
      const { fault } = entry;
      if (!concerns(fault, method, path)) continue;
      if (endsRequest(fault)) {
        if (ending === undefined && strikes(entry)) ending = fault;
      } else if (fault.kind === 'latency' && strikes(entry)) {
        if (fault.after_commit === true) waitAfterMs += fault.ms;
        else waitBeforeMs += fault.ms;
      }
    }
    return { waitBeforeMs, waitAfterMs, ending };
  }

  planDelivery(): DeliveryPlan {
    const struck = this.#live().filter((entry) => entry.fault.kind.endsWith('_webhooks') && strikes(entry));
    const delayMs = struck.reduce((sum, { fault }) => sum + (fault.kind === 'delay_webhooks' ? fault.ms : 0), 0);
    return {
      delayMs,
      dropped: struck.some(({ fault }) => fault.kind === 'drop_webhooks'),
      doubled: struck.some(({ fault }) => fault.kind === 'duplicate_webhooks'),
    };
  }

  #live(): Entry[] {
    const now = Date.now();
    return this.#entries.filter((entry) => entry.endsAtMs > now && entry.hits < entry.countMax);
  }
}

function concerns(fault: Fault, method: string, path: string): boolean {
  const place = { path: undefined, method: undefined, ...fault };
  const creates = fault.kind === 'refuse_everything';
  const onlyMethod = place.method ?? (creates || fault.kind === 'reset_after_commit' ? 'POST' : undefined);
  if (onlyMethod !== undefined && onlyMethod !== method) return false;
  const prefixes = place.path === undefined ? DOCUMENT_PATHS : [place.path];
  return prefixes.some(
    (prefix) => path === prefix || (!creates && path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)),
  );
}

function strikes(entry: Entry): boolean {
  const { fault } = entry;
  const probability = 'probability' in fault ? (fault.probability ?? 1) : 1;
  if (entry.chance() >= probability) return false;
  if (fault.kind === 'rate_limit' && fault.per_s !== undefined && isWithin(entry, fault.per_s)) return false;
  entry.hits += 1;
  return true;
}

function isWithin(entry: Entry, perSecond: number): boolean {
  const now = Date.now();
  entry.letBy = entry.letBy.filter((at) => at > now - 1000);
  if (entry.letBy.length >= perSecond) return false;
  entry.letBy.push(now);
  return true;
}

function shown(entry: Entry): object {
  return { id: entry.id, ...entry.fault, hits: entry.hits };
}
