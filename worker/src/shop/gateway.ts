import { type ExchangeRequest, type ExchangeResponse, PROTOCOL } from '@causeway/contracts';
import { inRange, PLUGIN_RANGE, WORKER_VERSION } from '../config/versions.ts';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import { EventRefused } from '../engine/errors.ts';
import type { Logger } from '../telemetry/log.ts';
import { Asking, type Found, ShopUnanswered } from './asking.ts';
import type { Credential, CredentialStore } from './credential.ts';
import type { Lease } from './lease.ts';
import { IDLE_MS, pauseAfter, pauseAfterFailure } from './rhythm.ts';
import { lookOf, readLooks, readRows } from './rows.ts';
import { type ShopApi, ShopRefusal } from './shop-api.ts';

const ROWS_MAX = 200;
const BYTES_MAX = 4_000_000;
const EFFECTS_MAX = 100;
const ACKNOWLEDGEMENTS_MAX = 1000;
const LOOKS_MAX = 100;
const ASK_MS_MAX = 30_000;

export interface GatewayPorts {
  readonly engine: Engine;
  readonly api: Pick<ShopApi, 'exchange'>;
  readonly credentials: CredentialStore;
  readonly lease: Lease;
  readonly log: Logger;
  readonly doorbell: string | null;
  /** Told of every exchange: `outcome` is `ok` or the refusal's or failure's name. */
  readonly observe: (outcome: string, tookMs: number) => void;
}

/** One shop's side of the water: exchanges with it, over and over, and remembers what must be acknowledged. */
export class ShopGateway {
  readonly code: string;
  readonly #ports: GatewayPorts;
  readonly #stop = new AbortController();
  #credential: Credential;
  #acknowledge: number[] = [];
  readonly #asking = new Asking();
  #asked = 0;
  #failingSince: number | null = null;
  #failures = 0;
  #lastOkAt: number | null = null;
  #lastProblem = '';
  #wake: (() => void) | null = null;
  #rung = false;
  #running: Promise<void> = Promise.resolve();

  constructor(code: string, credential: Credential, ports: GatewayPorts) {
    this.code = code;
    this.#credential = credential;
    this.#ports = ports;
  }

  /** Orders created before it are "before go-live"; null until the shop told. */
  get goLiveAt(): number | null {
    return this.#credential.goLiveAt;
  }

  /** Why the last exchange did not work; null: it did, or there was none yet. */
  get problem(): string | null {
    return this.#lastProblem === '' ? null : this.#lastProblem;
  }

  /** Epoch ms of the last exchange that worked; null: none since the start. */
  get lastExchangeAt(): number | null {
    return this.#lastOkAt;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Exchange now (a doorbell, or effects wait). */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /**
   * Asks the shop for subjects, whether or not they changed. What it has is a look of the engine before this resolves.
   * Rejects with `ShopUnanswered` where the shop can't be reached or refuses, or when `signal` aborts.
   */
  async ask(subjects: readonly string[], signal = AbortSignal.timeout(ASK_MS_MAX)): Promise<Found> {
    if (this.#stop.signal.aborted) throw new ShopUnanswered('the worker is stopping');
    const found = this.#asking.ask(subjects, signal);
    this.ring();
    return found;
  }

  /** Ends the loop and gives the lease back, so that a successor need not wait for it. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#asking.fail(new ShopUnanswered('the worker is stopping'));
    this.#wake?.();
    await this.#running;
    if (this.#ports.lease.epoch > 0) await this.#exchange(true, AbortSignal.timeout(5000)).catch(() => undefined);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) await this.#pause(await this.#turn());
  }

  async #turn(): Promise<number> {
    const began = performance.now();
    const done = (outcome: string) => this.#ports.observe(outcome, performance.now() - began);
    try {
      const pause = await this.#exchange(false, this.#stop.signal);
      if (this.#lastProblem !== '') this.#ports.log.info({ shop: this.code }, 'the shop answers again');
      this.#failures = 0;
      this.#lastOkAt = Date.now();
      this.#failingSince = null;
      this.#lastProblem = '';
      done('ok');
      return pause;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      done(error instanceof ShopRefusal ? error.code : 'failed');
      return this.#failed(error);
    }
  }

  #failed(error: unknown): number {
    const refusal = error instanceof ShopRefusal ? error : null;
    const revoked = refusal?.code === 'causeway_unauthorized' || refusal?.code === 'causeway_not_paired';
    if (revoked || refusal?.code === 'causeway_lease_lost' || refusal?.code === 'causeway_lease_held') {
      this.#ports.lease.lost();
    }
    const pairedAgain = revoked && this.#takeNewCredential();
    this.#failures += 1;
    this.#failingSince ??= Date.now();
    const problem = error instanceof Error ? error.message : String(error);
    if (refusal?.code !== 'causeway_busy' && refusal?.code !== 'causeway_lease_lost') {
      this.#asking.fail(new ShopUnanswered(problem, this.#failingSince));
    }
    // The same problem is said once, not every minute.
    if (problem !== this.#lastProblem) {
      this.#ports.log.warn({ shop: this.code, refusal: refusal?.code ?? null, problem }, 'no exchange with the shop');
    }
    this.#lastProblem = problem;
    if (pairedAgain || refusal?.code === 'causeway_lease_lost') return 250;
    const pause = pauseAfterFailure(this.#failures, refusal?.retryAfterMs ?? null);
    return revoked ? Math.min(pause, IDLE_MS) : pause;
  }

  /** Paired again meanwhile? Then the new credential is in the file. */
  #takeNewCredential(): boolean {
    const before = this.#credential.token;
    try {
      this.#credential = this.#ports.credentials.read(this.code) ?? this.#credential;
    } catch {
      // Half a file is no credential: the refusal says what to do, and this shop's trouble must stay its own.
    }
    return this.#credential.token !== before;
  }

  async #exchange(release: boolean, signal: AbortSignal): Promise<number> {
    const { api, lease } = this.#ports;
    const renewed = lease.renewal();
    const request = this.#request(release);
    const response = await api.exchange(this.#credential.token, request, signal);
    if (response.protocol !== PROTOCOL || !inRange(response.plugin.version, PLUGIN_RANGE)) {
      throw new Error(`the plugin's version ${response.plugin.version} doesn't fit this worker (${WORKER_VERSION})`);
    }
    if (release) lease.lost();
    else renewed(response.lease.epoch, response.lease.expires_in_ms);
    return this.#take(request, response);
  }

  #request(release: boolean): ExchangeRequest {
    const { engine, lease } = this.#ports;
    const { shop, ackNumber } = this.#credential;
    return {
      protocol: PROTOCOL,
      worker: { version: WORKER_VERSION, plugin: PLUGIN_RANGE },
      engine: { id: engine.id, commit: engine.commit() },
      shop,
      lease: { epoch: lease.epoch, release },
      ack: { number: ackNumber, rows: this.#acknowledge.slice(0, ACKNOWLEDGEMENTS_MAX) },
      // Effects are numbered under an epoch: without a lease there is none to send.
      effects: lease.epoch > 0 && !release ? [...engine.effects(this.code, EFFECTS_MAX)] : [],
      ask: {
        rows: release ? 0 : ROWS_MAX,
        bytes: release ? 0 : BYTES_MAX,
        open_after: null,
        looks: release ? [] : this.#asking.next(LOOKS_MAX),
      },
      doorbell: this.#ports.doorbell,
    };
  }

  async #take(request: ExchangeRequest, response: ExchangeResponse): Promise<number> {
    const { engine, log } = this.#ports;
    this.#acknowledge = this.#acknowledge.slice(request.ack.rows.length);
    this.#remember(response);
    if (response.lease.epoch > 0) engine.adopt(this.code, { ...engine.line(this.code), epoch: response.lease.epoch });
    await engine.answer(this.code, response.answers);
    const intake = readRows(this.code, response.rows, (cause) => engine.labelled(this.code, cause));
    for (const bad of intake.unreadable) log.error({ shop: this.code, ...bad }, 'a row of the outbox can not be read');
    await this.#submit(intake.events);
    this.#acknowledge.push(...intake.taken);
    await this.#takeLooks(request.ask.looks, response.looks);
    return pauseAfter({
      more: response.more,
      tookRows: this.#acknowledge.length > 0,
      panelOpen: response.panel_open,
      stalled:
        (request.effects.length > 0 && response.answers.length === 0) ||
        (request.ask.looks.length > 0 && response.looks.length === 0),
      asksWait: this.#asking.waits,
      effectsWaiting: engine.effects(this.code, 1).length > 0 && response.lease.epoch > 0,
    });
  }

  async #takeLooks(asked: readonly string[], looks: ExchangeResponse['looks']): Promise<void> {
    if (asked.length === 0) return;
    const { found, unreadable } = readLooks(looks);
    for (const bad of unreadable) {
      this.#ports.log.error({ shop: this.code, ...bad }, 'a look can not be read');
      this.#asking.refuse(bad.subject, new ShopUnanswered(`what the shop says of ${bad.subject} can't be read`));
    }
    this.#asked += 1;
    const source = `ask:${this.#ports.engine.id}.${Date.now()}.${this.#asked}`;
    const events = [...found.values()].filter((event) => event !== null);
    await this.#submit(events.map((event) => lookOf(this.code, event, `${source}:${event.subject}`)));
    this.#asking.answered(asked, found);
  }

  /** An event above the engine's limits is left out and said; the others go in. */
  async #submit(events: readonly EngineEvent[]): Promise<void> {
    for (let left = events; left.length > 0; ) {
      try {
        return await this.#ports.engine.submit(left);
      } catch (error) {
        if (!(error instanceof EventRefused)) throw error;
        this.#ports.log.error(
          { shop: this.code, event: error.id, why: error.message },
          'an event was too large to take',
        );
        left = left.filter((event) => event.id !== error.id);
      }
    }
  }

  #remember(response: ExchangeResponse): void {
    const { ackNumber, goLiveAt } = this.#credential;
    if (response.ack.number === ackNumber && response.go_live_at === goLiveAt) return;
    this.#credential = { ...this.#credential, ackNumber: response.ack.number, goLiveAt: response.go_live_at };
    this.#ports.credentials.write(this.code, this.#credential);
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0 && !this.#rung && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    this.#rung = false;
  }
}
