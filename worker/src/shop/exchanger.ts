import { isDeepStrictEqual } from 'node:util';
import {
  type ExchangeRequest,
  type ExchangeResponse,
  type Hint,
  PROTOCOL,
  type TranscriptAnswer,
} from '@causeway/contracts';
import { inRange, PLUGIN_RANGE, WORKER_VERSION } from '../config/versions.ts';
import type { Engine, EngineEvent } from '../engine/engine.ts';
import type { Logger } from '../telemetry/log.ts';
import { type Asking, ShopUnanswered } from './asking.ts';
import type { Credential, CredentialStore } from './credential.ts';
import type { Lease } from './lease.ts';
import { WARRANT_MS, type Warrant, warrantOf } from './mysql/warrant.ts';
import type { PastWalks } from './past.ts';
import { Receipt } from './receipt.ts';
import { Recoverer } from './recoverer.ts';
import { causeOf, type Told } from './recovery.ts';
import { pauseAfter, STALLED_MS } from './rhythm.ts';
import { lookOf, readLooks } from './rows.ts';
import { type ShopApi, ShopRefusal } from './shop-api.ts';
import { submitAll } from './submission.ts';

const ROWS_MAX = 200;
const BYTES_MAX = 4_000_000;
const EFFECTS_MAX = 100;
const ACKNOWLEDGEMENTS_MAX = 1000;
const LOOKS_MAX = 100;

const NOTHING: ExchangeRequest['ask'] = { rows: 0, bytes: 0, open_after: null, looks: [] };

export interface ExchangerPorts {
  readonly engine: Engine;
  readonly api: Pick<ShopApi, 'exchange'>;
  readonly credentials: CredentialStore;
  readonly lease: Lease;
  readonly log: Logger;
  readonly doorbell: string | null;
  /** Whether the shop's staff and customers can ask for returns; left out: the shop is told nothing of it. */
  readonly returns?: ExchangeRequest['returns'];
  /** This machine's; left out: the real one. */
  readonly clock?: { readonly wallMs: () => number };
  /** What a webhook of the shop's mailbox says, its `received_at` by this machine's clock. */
  readonly readHint: (shop: string, hint: Hint) => readonly EngineEvent[];
  /** What systems were sent and answered about a subject of the shop, for its staff. */
  readonly transcriptOf: (shop: string, subject: string) => TranscriptAnswer;
  /** Who wants to know of which stocks the shop was told nothing; left out: nobody. */
  readonly untold?: UntoldListener | undefined;
}

export interface UntoldListener {
  /** Whether to ask with the next exchange. */
  isDue(): boolean;
  /** SKUs of products whose stock the shop keeps and that have no triple. */
  take(skus: readonly string[]): Promise<void>;
}

/** One exchange at a time: what goes into it, what comes of it, and what must be kept between two. */
export class Exchanger {
  readonly #code: string;
  readonly #ports: ExchangerPorts;
  readonly #asking: Asking;
  readonly #past: PastWalks;
  #credential: Credential;
  /** What the shop served and is not acknowledged yet, whichever lane brought it. */
  readonly receipt: Receipt;
  #warrant: Warrant | null = null;
  #recoverer: Recoverer | null = null;
  /** The shop does not know us under the epoch that we held. */
  #lost = false;
  #asked = 0;
  /** Subjects whose transcripts staff wait for: told with the next exchange, whether or not that arrives. */
  #curious: readonly string[] = [];
  /** What the file had when it was opened (`Engine.openedAt`), then when the shop was last told. */
  #commit: number;

  constructor(code: string, credential: Credential, asking: Asking, past: PastWalks, ports: ExchangerPorts) {
    this.#code = code;
    this.#credential = credential;
    this.#asking = asking;
    this.#past = past;
    this.#ports = ports;
    this.#commit = ports.engine.openedAt(code);
    this.receipt = new Receipt(code, ports);
  }

  get goLiveAt(): number | null {
    return this.#credential.goLiveAt;
  }

  /** The shop's subjects are being loaded again. */
  get isRecovering(): boolean {
    return this.#recoverer !== null;
  }

  /** Paired again meanwhile? Then the new credential is in the file. */
  takeNewCredential(): boolean {
    const before = this.#credential.token;
    try {
      this.#credential = this.#ports.credentials.read(this.#code) ?? this.#credential;
    } catch {
      // Half a file is no credential: the refusal says what to do, and this shop's trouble must stay its own.
    }
    return this.#credential.token !== before;
  }

  /**
   * The word on which another lane may serve and acknowledge now; null: none. It ends a minute after the exchange that
   * gave it was begun, and with the lease.
   */
  warrant(): Warrant | null {
    const { lease, engine } = this.#ports;
    const given = this.#warrant;
    if (given === null || this.#recoverer !== null || lease.epoch !== given.epoch) return null;
    if (lease.leftMs() < given.leaseMs - WARRANT_MS) return null;
    return { ...given, commit: engine.commit(), ackNumber: this.#credential.ackNumber };
  }

  /** The shop said no, or what we don't understand: no lane goes on before an exchange went well again. */
  withdraw(): void {
    this.#warrant = null;
  }

  /** The shop's acknowledgement number rose to this by another lane. */
  counted(ackNumber: number): Promise<void> {
    return this.#keep({ ...this.#credential, ackNumber: Math.max(ackNumber, this.#credential.ackNumber) });
  }

  /** Gives the lease back. */
  async release(signal: AbortSignal): Promise<void> {
    this.#warrant = null;
    const response = await this.#send(this.#request({ release: true }), signal);
    this.#ports.lease.lost();
    await this.#remember(response);
  }

  /** Returns how long to wait before the next one, in ms. */
  async exchange(signal: AbortSignal): Promise<number> {
    const renewed = this.#ports.lease.renewal();
    const asksForLease = this.#ports.lease.epoch === 0;
    const request = this.#request({ release: false });
    const response = await this.#send(request, signal).catch((error: unknown) => {
      this.receipt.settle(request.ack.rows, false);
      throw error;
    });
    this.receipt.settle(request.ack.rows, true);
    // Before the lease counts: what it finds may speak against every call.
    this.#compare(response);
    if (asksForLease) await this.#ports.engine.recognised(this.#code);
    renewed(response.lease.epoch, response.lease.expires_in_ms);
    await this.#remember(response);
    this.#warrant = warrantOf(response, this.#ports.engine.id, Date.now());
    await this.#ports.engine.answer(this.#code, response.answers);
    if (this.#recoverer !== null) return this.#recover(this.#recoverer, request, response);
    return asksForLease ? 0 : this.#take(request, response);
  }

  async #send(request: ExchangeRequest, signal: AbortSignal): Promise<ExchangeResponse> {
    const response = await this.#ports.api.exchange(this.#credential.token, request, signal).catch((error: unknown) => {
      if (error instanceof ShopRefusal && error.code === 'causeway_lease_lost') this.#lost = true;
      throw error;
    });
    if (response.protocol !== PROTOCOL || !inRange(response.plugin.version, PLUGIN_RANGE)) {
      throw new Error(`the plugin's version ${response.plugin.version} doesn't fit this worker (${WORKER_VERSION})`);
    }
    return response;
  }

  /** Without a lease nothing may be acknowledged or told: it is asked for first, with an exchange that does nothing else. */
  #request({ release }: { readonly release: boolean }): ExchangeRequest {
    const { engine, lease, doorbell, returns } = this.#ports;
    const { shop, ackNumber } = this.#credential;
    const serves = lease.epoch > 0 && !release && this.#recoverer === null;
    if (lease.epoch > 0) this.#commit = engine.commit();
    return {
      protocol: PROTOCOL,
      worker: { version: WORKER_VERSION, plugin: PLUGIN_RANGE },
      engine: { id: engine.id, commit: this.#commit },
      shop,
      lease: { epoch: this.#epoch(), release },
      ack: { number: ackNumber, rows: serves || release ? [...this.receipt.lend(ACKNOWLEDGEMENTS_MAX)] : [] },
      effects: serves ? [...engine.effects(this.#code, EFFECTS_MAX)] : [],
      ask: serves ? this.#errand() : this.#question(release),
      doorbell,
      ...(returns === undefined ? {} : { returns }),
      ...(serves && this.#curious.length > 0 ? { transcripts: this.#takeCurious() } : {}),
    };
  }

  /** The one that we hold; asked for, the file's: where the shop doesn't know us under it, the file is not what was last known. */
  #epoch(): number {
    const { engine, lease } = this.#ports;
    return lease.epoch > 0 || this.#lost ? lease.epoch : engine.line(this.#code).epoch;
  }

  #takeCurious(): TranscriptAnswer[] {
    const subjects = this.#curious;
    this.#curious = [];
    return subjects.map((subject) => this.#ports.transcriptOf(this.#code, subject));
  }

  /** The ordinary question, with at most one page of past orders beside it. */
  #errand(): ExchangeRequest['ask'] {
    const past = this.#past.next();
    const looks = this.#asking.next(LOOKS_MAX);
    return {
      ...{ rows: ROWS_MAX, bytes: BYTES_MAX, open_after: null, looks },
      ...(past === undefined ? {} : { past }),
      ...(this.#ports.untold?.isDue() ? { untold: true } : {}),
    };
  }

  #question(release: boolean): ExchangeRequest['ask'] {
    if (release || this.#recoverer === null || this.#ports.lease.epoch === 0) return NOTHING;
    const { open_after, looks } = this.#recoverer.question();
    return { rows: 0, bytes: BYTES_MAX, open_after, looks: [...looks] };
  }

  /** Is what the engine holds of the shop what was last known of it? */
  #compare({ lease: { epoch }, shop: { id: shopId, incarnation } }: ExchangeResponse): void {
    const { engine, log } = this.#ports;
    const told: Told = { epoch, shopId, incarnation };
    const known = engine.line(this.#code);
    const lost = this.#lost;
    const cause = causeOf(known, told, lost);
    this.#lost = false;
    if (cause === null) {
      if (!isDeepStrictEqual(known, { ...told, recovering: false }))
        engine.adopt(this.#code, { ...told, recovering: false });
      return;
    }
    if (!lost && this.#recoverer !== null && isDeepStrictEqual(this.#recoverer.told, told)) return;
    // Row numbers may be other rows' by now; what is not acknowledged is only served again.
    this.receipt.void();
    const submit = (events: readonly EngineEvent[]) => this.#submit(events);
    this.#recoverer = new Recoverer(this.#code, cause, told, { engine, log, submit });
  }

  async #recover(recoverer: Recoverer, request: ExchangeRequest, response: ExchangeResponse): Promise<number> {
    const pace = await recoverer.take(request.ask, response);
    if (pace === 'wait') return STALLED_MS;
    if (pace === 'done') {
      this.#recoverer = null;
      await this.#remember(response);
    }
    return 0;
  }

  async #take(request: ExchangeRequest, response: ExchangeResponse): Promise<number> {
    const { engine } = this.#ports;
    await this.receipt.take(response.rows, response.now - Date.now());
    await this.#takeLooks(request.ask.looks, response);
    const { past } = request.ask;
    if (past !== undefined) this.#past.answered(past, response.past);
    if (response.untold !== undefined) await this.#ports.untold?.take(response.untold);
    this.#curious = response.transcripts ?? [];
    // Somebody waits in front of the panel; asked for again although it was told, it has time.
    if (this.#curious.length > 0 && request.transcripts === undefined) return 0;
    return pauseAfter({
      more: response.more,
      tookRows: this.receipt.held.length > 0,
      panelOpen: response.panel_open,
      stalled:
        (request.effects.length > 0 && response.answers.length === 0) ||
        (request.ask.looks.length > 0 && response.looks.length === 0) ||
        (past !== undefined && response.past?.next === past.after),
      asksWait: this.#asking.waits || this.#past.waits,
      effectsWaiting: engine.effects(this.#code, 1).length > 0,
    });
  }

  async #takeLooks(asked: readonly string[], { looks, go_live_at, now }: ExchangeResponse): Promise<void> {
    if (asked.length === 0) return;
    const { found, unreadable } = readLooks(looks);
    for (const bad of unreadable) {
      this.#ports.log.error({ shop: this.#code, ...bad }, 'a look can not be read');
      this.#asking.refuse(bad.subject, new ShopUnanswered(`what the shop says of ${bad.subject} can't be read`));
    }
    this.#asked += 1;
    const source = `ask:${this.#ports.engine.id}.${Date.now()}.${this.#asked}`;
    const events = [...found.values()].filter((event) => event !== null);
    await this.#submit(events.map((event) => lookOf(this.#code, event, `${source}:${event.subject}`)));
    this.#asking.answered(asked, found);
    if (go_live_at === null || go_live_at > now) this.#asking.fail(new ShopUnanswered('the shop is not live'));
  }

  #submit(events: readonly EngineEvent[]): Promise<void> {
    return submitAll(this.#ports, this.#code, events);
  }

  /** Durable before anything else is asked of the shop. The incarnation follows once all of it is loaded. */
  async #remember({ ack, go_live_at: goLiveAt, shop }: ExchangeResponse): Promise<void> {
    const { incarnation } = this.#recoverer === null ? shop : this.#credential.shop;
    // While the exchange was under way another lane may have been told a higher number.
    const ackNumber = Math.max(ack.number, this.#credential.ackNumber);
    await this.#keep({ ...this.#credential, shop: { ...this.#credential.shop, incarnation }, ackNumber, goLiveAt });
  }

  async #keep(now: Credential): Promise<void> {
    if (isDeepStrictEqual(now, this.#credential)) return;
    this.#credential = now;
    await this.#ports.credentials.write(this.#code, now);
  }
}
