import type { Json } from '@causeway/contracts';
import type { Changes } from './changes.ts';
import type { Finding, References } from './examination.ts';
import type { Protection } from './limits.ts';

/** What an outside system is to the flows. */
export type Role = 'erp' | 'wms';

/** One thing a flow may ask of a system. Throws `SystemFailure`. */
export type Operation = (request: Json, signal: AbortSignal) => Promise<Json>;

/** A webhook as it arrived: header names in lower case, the body unparsed. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the address, percent-decoded; of a hint from the mailbox empty. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it came to our door, or to the shop's mailbox (epoch ms): its age counts from then. */
  readonly receivedAt: number;
}

/** What a webhook says once its signature is believed: documents of ours that changed. */
export interface WebhookNotice {
  readonly id: string;
  readonly externalIds: readonly string[];
  /** True: it doesn't name (all) our documents; the system's poll is to ask now. */
  readonly poll?: boolean;
  /** True: stock changed; its source is to be read now. */
  readonly stock?: boolean;
}

/** A question whether the door is ours, to be answered with this text. */
export interface WebhookHandshake {
  readonly handshake: string;
}

/** A configured outside system, ready to be called. */
export interface OutsideSystem {
  readonly name: string;
  readonly role: Role;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations after which the system may have changed: a timeout of one is an unknown outcome. */
  readonly acting: ReadonlySet<string>;
  readonly timeoutMs: number;
  readonly callsAtOnce: number;
  /** What else protects it; left out: `PROTECTION`. */
  readonly protection?: Protection;
  readonly pollEverySeconds: number;
  /** The adapter's name. */
  readonly adapter: string;
  changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes>;
  examine(references: References, signal: AbortSignal): Promise<readonly Finding[]>;
  /** Throws `WebhookRefused` for a wrong, old or missing signature, a body it can't read, and where no webhook is expected. */
  receive(delivery: WebhookDelivery): WebhookNotice | WebhookHandshake;
  /** See `Opened.upkeep`; null where there is nothing to keep up. */
  readonly upkeep: ((signal: AbortSignal) => Promise<number>) | null;
}

/** A webhook that isn't believed; `reason` is safe to log. */
export class WebhookRefused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'WebhookRefused';
    this.reason = reason;
  }
}
