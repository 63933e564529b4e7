import type { ShopConfiguration } from '../config/configuration.ts';
import type { Engine } from '../engine/engine.ts';
import type { Logger } from '../telemetry/log.ts';
import { type Found, ShopUnanswered } from './asking.ts';
import type { CredentialStore } from './credential.ts';
import { ShopGateway } from './gateway.ts';
import { Lease } from './lease.ts';
import { ShopApi } from './shop-api.ts';

const PAIRING_CHECK_MS = 2000;

/** A configured shop: waits until it is paired (also while the worker runs), then exchanges with it. */
export class ServedShop {
  readonly configuration: ShopConfiguration;
  readonly lease = new Lease(() => performance.now());
  readonly #credentials: CredentialStore;
  readonly #log: Logger;
  #gateway: ShopGateway | null = null;
  #waiting: NodeJS.Timeout | null = null;

  constructor(configuration: ShopConfiguration, credentials: CredentialStore, log: Logger) {
    this.configuration = configuration;
    this.#credentials = credentials;
    this.#log = log;
  }

  /** Orders created before it are "before go-live"; null while nobody said. */
  get goLiveAt(): number | null {
    if (this.#gateway !== null) return this.#gateway.goLiveAt;
    return this.#credentials.read(this.configuration.code)?.goLiveAt ?? null;
  }

  start(engine: Engine, doorbell: string | null, observe: (outcome: string, tookMs: number) => void): void {
    const { code, url } = this.configuration;
    const credential = this.#credentials.read(code);
    if (credential === null) {
      if (this.#waiting === null) this.#log.warn({ shop: code }, `not paired: run "causeway pair ${url} CODE"`);
      this.#waiting = setTimeout(() => this.start(engine, doorbell, observe), PAIRING_CHECK_MS);
      return;
    }
    this.#gateway = new ShopGateway(code, credential, {
      engine,
      api: new ShopApi(credential.url),
      credentials: this.#credentials,
      lease: this.lease,
      log: this.#log,
      doorbell,
      observe,
    });
    this.#gateway.start();
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

  async stop(): Promise<void> {
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    await this.#gateway?.stop();
  }
}
