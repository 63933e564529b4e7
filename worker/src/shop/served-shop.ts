import type { ExchangeRequest, PastOrder } from '@causeway/contracts';
import type { ShopConfiguration } from '../config/configuration.ts';
import type { Engine } from '../engine/engine.ts';
import type { Logger } from '../telemetry/log.ts';
import { type Found, ShopUnanswered } from './asking.ts';
import type { ShopState } from './condition.ts';
import type { Credential, CredentialStore } from './credential.ts';
import { type GatewayPorts, ShopGateway } from './gateway.ts';
import { Lease } from './lease.ts';
import type { LaneHealth } from './mysql/lane.ts';
import type { PastWindow } from './past.ts';
import { ShopApi } from './shop-api.ts';

const PAIRING_CHECK_MS = 2000;

/** The way to the shop at an address. */
export type ApiOf = (url: string) => GatewayPorts['api'];

type ShopListeners = Pick<
  GatewayPorts,
  'observe' | 'observeRows' | 'readHint' | 'transcriptOf' | 'untold' | 'database'
>;

/** A configured shop: waits until it is paired (also while the worker runs), then exchanges with it. */
export class ServedShop {
  readonly configuration: ShopConfiguration;
  readonly lease = new Lease({ monotonicMs: () => performance.now(), wallMs: Date.now });
  readonly #credentials: CredentialStore;
  readonly #log: Logger;
  readonly #apiOf: ApiOf;
  #gateway: ShopGateway | null = null;
  #waiting: NodeJS.Timeout | null = null;
  #problem = '';

  constructor(
    configuration: ShopConfiguration,
    credentials: CredentialStore,
    log: Logger,
    apiOf: ApiOf = (url) => new ShopApi(url),
  ) {
    this.configuration = configuration;
    this.#credentials = credentials;
    this.#log = log;
    this.#apiOf = apiOf;
  }

  /** Orders created before it are "before go-live"; null while nobody said. */
  get goLiveAt(): number | null {
    return this.#gateway?.goLiveAt ?? null;
  }

  /** False: there is no credential, so nothing can be known of the shop or done for it. */
  get isPaired(): boolean {
    return this.#gateway !== null;
  }

  /** What an operator must know of it. Instants in epoch ms; `problem` null: all is well as far as is known. */
  health(): {
    readonly state: ShopState;
    readonly problem: string | null;
    readonly leaseLeftMs: number;
    readonly lastExchangeAt: number | null;
    readonly database?: LaneHealth;
  } {
    const { state = 'unpaired', problem = this.#problem, lastExchangeAt = null, database } = this.#gateway ?? {};
    const lane = database === undefined || database === null ? {} : { database };
    return { state, problem, leaseLeftMs: this.lease.leftMs(), lastExchangeAt, ...lane };
  }

  /** Why no call for it may leave, beside its lease; null: nothing speaks against it. */
  get whyCallsWait(): string | null {
    return this.#gateway?.whyCallsWait ?? null;
  }

  start(engine: Engine, doorbell: string | null, listeners: ShopListeners): void {
    const { code, returns } = this.configuration;
    const credential = this.#credential();
    if (credential === null) {
      if (this.#waiting === null) this.#log.warn({ shop: code }, this.#problem);
      this.#waiting = setTimeout(() => this.start(engine, doorbell, listeners), PAIRING_CHECK_MS);
      return;
    }
    this.#gateway = new ShopGateway(code, credential, {
      engine,
      api: this.#apiOf(credential.url),
      credentials: this.#credentials,
      lease: this.lease,
      log: this.#log,
      doorbell,
      returns: returnsTold(returns),
      ...listeners,
    });
    this.#gateway.start();
  }

  /** Null: there is none that can be used, and `#problem` says why. */
  #credential(): Credential | null {
    const { code, url } = this.configuration;
    const advice = `run "causeway pair ${url} CODE"`;
    this.#problem = `not paired: ${advice}`;
    try {
      return this.#credentials.read(code);
    } catch (error) {
      this.#problem = `its credential can't be read (${(error as Error).name}): ${advice}`;
      return null;
    }
  }

  /** A row waits at the shop. */
  rowWaits(): void {
    this.#gateway?.rowWaits();
  }

  /** Exchange now. */
  ring(): void {
    this.#gateway?.ring();
  }

  /** Asks the shop for subjects; see `ShopGateway.ask`. Rejects with `ShopUnanswered`. */
  async ask(subjects: readonly string[], signal?: AbortSignal): Promise<Found> {
    if (this.#gateway === null) throw new ShopUnanswered('the shop is not paired');
    return this.#gateway.ask(subjects, signal);
  }

  /** Walks over its past orders; see `ShopGateway.past`. Ends with `ShopUnanswered`. */
  async *past(window: PastWindow, signal: AbortSignal): AsyncGenerator<PastOrder, void> {
    if (this.#gateway === null) throw new ShopUnanswered('the shop is not paired');
    yield* this.#gateway.past(window, signal);
  }

  async stop(): Promise<void> {
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    await this.#gateway?.stop();
  }
}

/** What a shop is told of its returns; null: they are not followed, so nobody can ask for one there. */
export function returnsTold({ mode, customerDays }: ShopConfiguration['returns']): ExchangeRequest['returns'] {
  return mode === 'off' ? null : { customer_days: customerDays };
}
