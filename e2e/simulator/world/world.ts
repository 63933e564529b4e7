import { ManualTicker } from '../../../worker/src/engine/manual-ticker.ts';
import type { FaultName } from '../faults/catalogue.ts';
import { Faults, type Place } from '../faults/faults.ts';
import type { Plan } from '../run/plan.ts';
import { columnOf } from '../trace/columns.ts';
import { Trace } from '../trace/trace.ts';
import { steady } from './chance.ts';
import { meanwhile } from './meanwhile.ts';
import type { SubjectName } from './names.ts';
import { Notices } from './notices.ts';
import { type Goods, NODES, type NodeName } from './outside/goods.ts';
import { Outside } from './outside/outside.ts';
import { settingsFor } from './settings.ts';
import { ON_SALE } from './shop/products.ts';
import { Shop } from './shop/shop.ts';
import { effectWeather } from './shop/weather.ts';
import { Whereabouts } from './whereabouts.ts';
import type { Life } from './worker/life.ts';
import type { Machine } from './worker/machine.ts';
import type { Heard } from './worker/noted.ts';
import { ShopLine } from './worker/shop-line.ts';
import { commitWatch, ledgerWatch } from './worker/watch.ts';
import type { WorkerGround } from './worker/worker.ts';
import { Workers } from './worker/workers.ts';

/** The instant at which a run begins. */
export const BEGINNING = Date.parse('2026-11-27T10:00:00Z');

/** Who wants to know what happens, step by step. */
export interface Observers {
  readonly struck: (fault: FaultName, states: readonly string[]) => void;
  readonly acknowledging: (shop: Shop, life: Life, rows: readonly number[]) => void;
  /** Of what a worker lets be heard of, and whether its disk has it. */
  readonly heard: (what: string, isOnDisk: boolean) => void;
  readonly left: (engine: string, operation: string, about: SubjectName) => void;
  readonly afterStep: () => void;
}

/** Shops, systems, machines and the time: everything but the worker is simulated. */
export class World {
  readonly plan: Plan;
  readonly ticker: ManualTicker;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly shops = new Map<string, Shop>();
  readonly outside: Outside;
  readonly workers: Workers;
  /** When a worker's clock was set (epoch ms). */
  readonly clockSetAt: number[] = [];
  readonly #observers: Observers;
  readonly #notices: Notices;
  readonly #whereabouts: Whereabouts;

  constructor(plan: Plan, observers: Observers, listens: boolean) {
    this.plan = plan;
    this.#observers = observers;
    this.ticker = new ManualTicker(BEGINNING, observers.afterStep);
    const { now } = this.ticker;
    this.trace = new Trace(now, listens);
    this.faults = new Faults({
      now,
      struck: (name, place) => this.struck(name, place),
      columnsAt: (place) => this.#whereabouts.at(place).map(columnOf),
    });
    plan.shops.forEach((code, nr) => {
      this.shops.set(code, new Shop(code, nr + 1, BEGINNING - 86_400_000, now));
    });
    this.outside = new Outside({
      plan,
      now,
      after: this.#after,
      faults: this.faults,
      say: this.say,
      changed: (role, externalId) => this.#notices.announce(role, externalId),
      committed: (role, externalId) => meanwhile(role, externalId, this.shops, this.faults),
      left: (caller, operation, about) => observers.left(this.workers.engineOf(caller), operation, about),
    });
    const { shops, ticker, say } = this;
    this.workers = new Workers({ seed: plan.seed, shops, ticker, ground: this.#ground(), say });
    this.#whereabouts = new Whereabouts(shops, this.workers.machines);
    this.#notices = new Notices({
      outside: this.outside,
      workers: this.workers,
      strikes: (fault, system) => this.faults.at(fault, { shop: null, subject: null, system }),
      after: this.#after,
    });
  }

  readonly say = (actor: string, what: () => string | null): void => this.trace.say(actor, what);

  /** Both systems tell of every document once more. */
  announceAll(): void {
    this.#notices.announceAll();
  }

  /** The first poll that gets through tells a worker all that changed in the storm, whatever notices were lost. */
  catchUp(): void {
    this.#notices.catchUp();
  }

  /** What the storm broke goes again, what was lost is bought anew. */
  repair(): void {
    const { machines } = this.workers;
    for (const shop of this.shops.values()) shop.copyUntil = 0;
    this.workers.thaw();
    if (machines.some(({ aheadMs }) => aheadMs !== 0)) this.clockSetAt.push(this.ticker.now());
    for (const machine of machines) machine.aheadMs = 0;
    for (const node of Object.keys(NODES) as NodeName[]) this.moveGoods(node, (goods) => goods.turn(node, true));
    this.moveGoods('MAIN', (goods) => {
      for (const [sku, units] of Object.entries(ON_SALE))
        if (goods.free('MAIN', sku) < units / 2) goods.move('MAIN', sku, units);
    });
    // What comes last must be for sale in the end.
    this.moveGoods('EAST', (goods) => goods.move('EAST', Object.keys(ON_SALE)[0] ?? '', 3));
  }

  /** A fault strikes something there. */
  struck(name: FaultName, place: Place): void {
    this.say('fault', () => [name, place.shop, place.subject, place.system].filter((each) => each !== null).join(', '));
    this.#observers.struck(name, this.#whereabouts.at(place));
  }

  /** Failures of a subject's calls that were no limit; whatever a crash broke off counts for all. */
  troubles(shop: string, subject: string): number {
    return this.workers.crashes + this.outside.troubles(shop, subject);
  }

  /** A call that left although its worker had been asked for a pause; null: none did. */
  tooSoon(): string | null {
    return this.outside.tooSoon();
  }

  /** What people do to goods at a place, and the system's word that something changed there. */
  moveGoods(node: NodeName, move: (goods: Goods) => void): void {
    move(this.outside.goods);
    this.#notices.stockChanged(NODES[node]);
  }

  #ground(): WorkerGround {
    const { shops, plan, faults, say } = this;
    const settings = settingsFor(plan);
    return {
      shops,
      lines: new Map([...shops].map(([code, shop]) => [code, this.#shopLine(shop)])),
      settings: settings.of,
      availability: settings.availability,
      systems: (caller) => this.outside.systems(caller),
      watch: (of) => commitWatch(of, faults),
      ledgerWatch: (of) => ledgerWatch(of, faults),
      heard: (of, what, name) => this.#heard(of.machine, what, name),
      say,
    };
  }

  #shopLine(shop: Shop): ShopLine {
    return new ShopLine(shop, {
      faults: this.faults,
      after: this.#after,
      latency: (exchange) => 20 + Math.floor(100 * steady(this.plan.seed + 3, exchange)),
      say: this.say,
      weather: (of) => effectWeather(of, this.faults, this.say),
      acknowledging: this.#observers.acknowledging,
      telling: ({ code }, { machine }, effect) => this.#heard(machine, 'effect', `${code} ${effect}`),
    });
  }

  #heard({ disk }: Machine, what: Heard, name: string): void {
    this.#observers.heard(`${what} ${name}`, disk.hasOnDisk(what, name));
  }

  readonly #after = (ms: number, work: () => void): void => void this.ticker.after(ms, work);
}
