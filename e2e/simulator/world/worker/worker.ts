import { openDispatch, type WayOut } from '../../../../worker/src/dispatch/dispatch.ts';
import { EmbeddedEngine } from '../../../../worker/src/engine/embedded/embedded-engine.ts';
import type { AvailabilitySettings } from '../../../../worker/src/flows/availability/settings.ts';
import { deciders } from '../../../../worker/src/flows/index.ts';
import { Announcements } from '../../../../worker/src/intake/announcements.ts';
import { Seeker } from '../../../../worker/src/intake/seeker.ts';
import type { Inventory } from '../../../../worker/src/inventory/open.ts';
import type { CredentialStore } from '../../../../worker/src/shop/credential.ts';
import { ShopGateway } from '../../../../worker/src/shop/gateway.ts';
import { Lease } from '../../../../worker/src/shop/lease.ts';
import type { OutsideSystem } from '../../../../worker/src/systems/system.ts';
import type { Logger } from '../../../../worker/src/telemetry/log.ts';
import type { Say } from '../../trace/trace.ts';
import type { Shop } from '../shop/shop.ts';
import type { DiskWatch } from './kept-database.ts';
import type { LedgerWatch } from './ledger-disk.ts';
import type { Life } from './life.ts';
import type { Heard } from './noted.ts';
import type { ShopLine } from './shop-line.ts';
import { openStock } from './stock.ts';

const SEEK_AGAIN_MS = 10_000;

export interface WorkerGround {
  readonly shops: ReadonlyMap<string, Shop>;
  readonly lines: ReadonlyMap<string, ShopLine>;
  /** By flow. */
  readonly settings: (flow: string) => unknown;
  readonly availability: AvailabilitySettings;
  /** What a process calls; by role. */
  readonly systems: (life: Life) => Readonly<Record<'erp' | 'wms', OutsideSystem>>;
  readonly watch: (life: Life) => DiskWatch;
  readonly ledgerWatch: (life: Life) => LedgerWatch;
  /** Told of what a process lets be heard of. */
  readonly heard: (life: Life, what: Heard, name: string) => void;
  readonly say: Say;
}

/** A worker as `worker/src/worker.ts` puts it together, of the real parts, in one life of its process. */
export class Worker {
  readonly life: Life;
  readonly engine: EmbeddedEngine;
  readonly #gateways = new Map<string, ShopGateway>();
  readonly #announcements: Announcements;
  readonly #seeker: Seeker;
  readonly #stock: Inventory;
  readonly #begun: number;
  /** Shops that are searched or wait to be, and whether more is to be sought by now. */
  readonly #sought = new Map<string, boolean>();
  #stopping = false;

  constructor(life: Life, ground: WorkerGround) {
    this.life = life;
    const systems = ground.systems(life);
    const leases = new Map<string, Lease>();
    for (const code of ground.shops.keys())
      leases.set(code, new Lease({ monotonicMs: life.monotonicMs, wallMs: life.wallMs }));
    const log = logOf(life, ground.say);
    const dispatch = this.#wayOut(life, leases, systems);
    life.onHeard = (system, repliedAt) => dispatch.heard(system, repliedAt);
    this.engine = new EmbeddedEngine(
      life.machine.disk.open(ground.watch(life)),
      () => undefined,
      {
        deciders,
        shop: (code, flow) => ({
          goLiveAt: this.#gateways.get(code)?.goLiveAt ?? null,
          settings: ground.settings(flow),
        }),
        dispatch: (call, signal) => {
          ground.heard(life, 'call', call.id);
          return dispatch(call, signal);
        },
        road: dispatch.road,
        now: life.wallMs,
        ticker: life.ticker,
        callsAtOnce: 16,
        log: (level, message, fields) => log[level](fields, message),
      },
      { log: life.machine.disk.log(life.after, () => life.ended) },
    );
    this.#begun = this.engine.commit();
    for (const [code, lease] of leases) this.#gateways.set(code, this.#gateway(code, lease, ground, log));
    this.#seeker = new Seeker({
      engine: this.engine,
      bodies: { drop: () => undefined, prune: () => undefined },
      shops: new Map(
        [...this.#gateways].map(([code, gateway]) => [
          code,
          { ask: (subjects) => gateway.ask(subjects, new AbortController().signal), systems: Object.values(systems) },
        ]),
      ),
    });
    this.#stock = openStock({
      life,
      engine: this.engine,
      shops: [...ground.shops.keys()],
      systems,
      settings: ground.availability,
      watch: ground.ledgerWatch(life),
      log,
    });
    this.#announcements = new Announcements({
      engine: this.engine,
      shopsOf: () => new Set(ground.shops.keys()),
      bodies: { keep: () => 'kept' },
      seek: (shop) => this.#seek(shop),
      log,
    });
  }

  /** Decisions since it began. */
  get decided(): number {
    return this.engine.commit() - this.#begun;
  }

  start(): void {
    this.engine.onEffects((shop) => this.#gateways.get(shop)?.ring());
    for (const gateway of this.#gateways.values()) gateway.start();
    this.engine.start();
    this.#stock.start();
  }

  gateway(shop: string): ShopGateway | undefined {
    return this.#gateways.get(shop);
  }

  /** A webhook, at the worker's door. */
  notice(role: 'erp' | 'wms', id: string, externalId: string): void {
    if (this.#stopping) return;
    const said = { body: '{}', receivedAt: this.life.wallMs() };
    void this.#announcements
      .take({ system: { name: role, role }, source: id, externalIds: [externalId], said })
      .catch(() => undefined);
  }

  /** A webhook that says no more than that stock changed. */
  stockChanged(role: 'erp' | 'wms'): void {
    if (!this.#stopping) this.#stock.wake(role);
  }

  /** Ends as SIGTERM would. */
  stop(): void {
    this.#stopping = true;
    this.engine.pause();
    void Promise.all([this.#stock.stop(), ...[...this.#gateways.values()].map((gateway) => gateway.stop())]).then(() =>
      this.engine.stop(),
    );
  }

  /** One search of a shop at a time, as the real one's; what is to be sought meanwhile follows it. */
  #seek(shop: string): void {
    const isOut = this.#sought.has(shop);
    this.#sought.set(shop, isOut);
    if (isOut) return;
    const anew = (more: boolean) => {
      this.#sought.delete(shop);
      if (more) this.#seek(shop);
    };
    const ended = () => anew(this.#sought.get(shop) === true);
    void this.#seeker.seek(shop).then(ended, () => this.life.after(SEEK_AGAIN_MS, () => anew(true)));
  }

  #wayOut(life: Life, leases: ReadonlyMap<string, Lease>, systems: Readonly<Record<string, OutsideSystem>>): WayOut {
    return openDispatch({
      system: (_shop, role) => systems[role],
      veto: (shop) => this.#gateways.get(shop)?.whyCallsWait ?? null,
      leaseLeftMs: (shop) => leases.get(shop)?.leftMs() ?? 0,
      now: life.wallMs,
      elapsed: life.monotonicMs,
      after: life.after,
      overhear: (_call, _system, work) => work(),
      observe: () => undefined,
    });
  }

  #gateway(code: string, lease: Lease, { lines }: WorkerGround, log: Logger): ShopGateway {
    const { life, engine } = this;
    const { machine } = life;
    const line = lines.get(code);
    if (line === undefined) throw new Error(`there is no way to ${code}`);
    return new ShopGateway(code, machine.credential(code), {
      engine,
      api: { exchange: (_token, request) => line.exchange(life, request) },
      credentials: {
        read: (shop: string) => machine.credential(shop),
        write: async (shop: string, credential: Parameters<CredentialStore['write']>[1]) => {
          if (!life.ended) machine.keep(shop, credential);
        },
      } as CredentialStore,
      lease,
      log,
      doorbell: null,
      readHint: () => [],
      transcriptOf: (_shop, subject) => ({ subject, keeps: 'off', days: 1, entries: [] }),
      observe: () => undefined,
      clock: { wallMs: life.wallMs, monotonicMs: life.monotonicMs, after: life.after },
    });
  }
}

/** Its log is a part of the story. */
function logOf(life: Life, say: Say): Logger {
  const tell = (fields: { problem?: unknown; cause?: unknown; shop?: unknown }, message: string) => {
    if (life.ended) return;
    say(life.name, () => `${message} ${JSON.stringify(fields)}`);
  };
  return { info: tell, warn: tell, error: tell } as unknown as Logger;
}
