import type { Json } from '@causeway/contracts';

/** What an outside system is to the flows. */
export type Role = 'erp' | 'wms';

/** One thing a flow may ask of a system. Throws `SystemFailure`. */
export type Operation = (request: Json, signal: AbortSignal) => Promise<Json>;

/** A webhook as it arrived: header names in lower case, the body unparsed. */
export interface WebhookDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it came to our door, or to the shop's mailbox (epoch ms): its age counts from then. */
  readonly receivedAt: number;
}

/** What a webhook says once its signature is believed: documents of ours that changed. */
export interface WebhookNotice {
  readonly id: string;
  readonly externalIds: readonly string[];
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
  readonly pollEverySeconds: number;
  changedSince(
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly externalIds: readonly string[]; readonly cursor: string }>;
  /** Throws `WebhookRefused` for a wrong, old or missing signature and for a body it can't read. */
  receive(delivery: WebhookDelivery): WebhookNotice;
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
