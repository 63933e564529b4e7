import type * as z from 'zod';
import type { Recorder } from '../policy/recorder.ts';
import type { Erp } from './erp/erp.ts';
import type { Finding, References } from './examination.ts';
import type { Protection } from './limits.ts';
import type { Role, WebhookDelivery, WebhookHandshake, WebhookNotice } from './system.ts';
import type { Wms } from './wms/wms.ts';

export type { Recorder, Said } from '../policy/recorder.ts';

/** How much a system may be asked, where the configuration doesn't say. */
export interface Limits extends Protection {
  /** How long one call may take; at most 60, so that it fits the lease. */
  readonly timeoutSeconds: number;
  readonly callsAtOnce: number;
  /** How often to ask for changes that no webhook told of. */
  readonly pollEverySeconds: number;
}

/** What an adapter is given to work with, beside its own settings. */
export interface Surroundings {
  /** The system's name in the configuration. */
  readonly name: string;
  /** Reads a secret file; throws with the path in its message, never the content. */
  readonly secret: (file: string) => string;
  /** Epoch ms. */
  readonly now: () => number;
  /** A small text that outlives a restart (a token, say), private to the worker's user. */
  readonly memory: Memory;
  /** Told of everything that goes over the line; keeps what the configuration wants kept. */
  readonly recorder: Recorder;
}

export interface Memory {
  /** Null: nothing was written yet, or it can't be read. */
  read(key: string): string | null;
  write(key: string, text: string): void;
}

/** A system that was opened: its port, and what not every system has. */
export interface Opened<Port> {
  readonly port: Port;
  /** Looks without changing anything. Never throws for what is wrong with the system: that is a finding. */
  examine(references: References, signal: AbortSignal): Promise<readonly Finding[]>;
  /** Only where the system tells by webhook. Throws `WebhookRefused`. */
  receive?(delivery: WebhookDelivery): WebhookNotice | WebhookHandshake;
  /** What must be done now and then (renew a subscription): does it, and says when again (epoch ms). Throws `SystemFailure`. */
  upkeep?(signal: AbortSignal): Promise<number>;
}

interface AdapterFor<R extends Role, Port> {
  /** What the configuration's `adapter` says. */
  readonly name: string;
  readonly role: R;
  /** One line for `causeway systems`. */
  readonly summary: string;
  /** Its own options: a strict object, without `adapter` and the limits that every system has. */
  readonly settings: z.ZodType;
  readonly limits?: Partial<Limits>;
  /** Its port has `returns`; left out: a shop that follows returns can't use it. */
  readonly returns?: true;
  /** Its port has `freeStock`; left out: a shop that splits short picks, or sends substitutes, can't use it. */
  readonly tellsFreeStock?: true;
  /** Its port's `returns` have `reportReturn`; left out: a shop that has it told what came back can't use it. */
  readonly reportsReturns?: true;
  /** Its port has `substitute`; left out: a shop that sends substitutes can't use it. */
  readonly substitutes?: true;
  /** Its port has `reportShipment`; left out: a shop that has parcels reported can't use it. */
  readonly reports?: true;
  open(settings: unknown, surroundings: Surroundings): Opened<Port>;
}

export type ErpAdapter = AdapterFor<'erp', Erp>;
export type WmsAdapter = AdapterFor<'wms', Wms>;

/** An outside system's translator: how it is configured, and how it is opened. */
export type Adapter = ErpAdapter | WmsAdapter;
