import { ManualTicker } from '../../../worker/src/engine/manual-ticker.ts';
import { AvailabilitySettings } from '../../../worker/src/flows/availability/settings.ts';
import { theSettings } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import type { OrderSettings } from '../../../worker/src/flows/order/settings.ts';
import { ReturnSettings } from '../../../worker/src/flows/return/settings.ts';
import type { FaultName } from '../faults/catalogue.ts';
import { Faults, type Place } from '../faults/faults.ts';
import type { Plan } from '../run/plan.ts';
import { columnOf } from '../trace/columns.ts';
import { Trace } from '../trace/trace.ts';
import { steady } from './chance.ts';
import { namedBy, releaseIdsOf, type SubjectName } from './names.ts';
import { heldBack, lackedUnits } from './outside/allocations.ts';
import { SimulatedErp } from './outside/erp.ts';
import { Goods, NODES, type NodeName } from './outside/goods.ts';
import { type Caller, SystemLine } from './outside/line.ts';
import type { SystemPorts } from './outside/simulated-system.ts';
import { StockWord } from './outside/stock-word.ts';
import { systemsOf } from './outside/systems.ts';
import { SimulatedWarehouse } from './outside/warehouse.ts';
import { restsWait } from './rules.ts';
import { ON_SALE } from './shop/products.ts';
import { Shop } from './shop/shop.ts';
import { effectWeather } from './shop/weather.ts';
import { Life } from './worker/life.ts';
import { Machine } from './worker/machine.ts';
import { ShopLine } from './worker/shop-line.ts';
import { commitWatch, ledgerWatch } from './worker/watch.ts';
import { Worker } from './worker/worker.ts';

/** The instant at which a run begins. */
export const BEGINNING = Date.parse('2026-11-27T10:00:00Z');
export const SETTLE_MS = 5000;

/** Who wants to know what happens, step by step. */
export interface Observers {
  readonly struck: (fault: FaultName, states: readonly string[]) => void;
  readonly acknowledging: (shop: Shop, life: Life, rows: readonly number[]) => void;
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
  readonly erp: SimulatedErp;
  readonly warehouse: SimulatedWarehouse;
  readonly goods: Goods;
  /** What each system says of its goods. */
  readonly words: Readonly<Record<'erp' | 'wms', StockWord>>;
  readonly machines: Machine[] = [];
  /** The worker that runs on each machine; absent: none does. */
  readonly workers = new Map<Machine, Worker>();
  /** When a worker's clock was set (epoch ms). */
  readonly clockSetAt: number[] = [];
  /** Decisions of all engines, also of files that were lost. */
  decisions = 0;
  readonly #observers: Observers;
  readonly #lines = new Map<string, ShopLine>();
  readonly #systemLines: Readonly<Record<'erp' | 'wms', SystemLine>>;
  readonly #orders: OrderSettings;
  readonly #returns: ReturnType<typeof ReturnSettings.parse>;
  readonly #availability = AvailabilitySettings.parse({
    nodes: Object.fromEntries(Object.entries(NODES).map(([node, role]) => [node, { role }])),
    // Each system tells of two SKUs: both must fall, and one to nothing, or half of all be gone.
    guard: { skusMin: 2, zeroShare: 0.5, dropShare: 0.5 },
  });
  #notices = 0;
  #crashes = 0;
  /** Machines whose worker polled once the storm was over. */
  readonly #polled = new Set<Machine>();

  constructor(plan: Plan, observers: Observers, listens: boolean) {
    this.plan = plan;
    this.#observers = observers;
    this.ticker = new ManualTicker(BEGINNING, observers.afterStep);
    const { now } = this.ticker;
    this.#orders = {
      ...theSettings({ lookUpEverySeconds: 30, settleMs: SETTLE_MS, attemptsMax: 6, retryCapMs: 60_000 }),
      follows: { stock: true, returns: true },
      shortPick: plan.shortPick,
      substitutes: plan.shortPick === 'substitute' ? { 'CW-001': ['CW-002'] } : {},
    };
    const reportReceipts = plan.reportsReceipts;
    this.#returns = ReturnSettings.parse({ mode: 'automatic', approveUpTo: '40', payment: 'gateway', reportReceipts });
    this.trace = new Trace(now, listens);
    this.faults = new Faults({
      now,
      struck: (name, place) => this.struck(name, place),
      columnsAt: (place) => this.#statesAt(place).map(columnOf),
    });
    plan.shops.forEach((code, nr) => {
      this.shops.set(code, new Shop(code, nr + 1, BEGINNING - 86_400_000, now));
    });
    this.goods = new Goods(now);
    this.words = { erp: this.#word('erp'), wms: this.#word('wms') };
    const waits = restsWait(plan);
    this.erp = new SimulatedErp({
      ...this.#systemPorts('erp'),
      free: (sku) => this.goods.free('MAIN', sku),
      lacked: (order, sku) => {
        const ids = waits ? releaseIdsOf(order.doc.externalId) : [];
        return lackedUnits(
          order,
          ids.flatMap((id) => this.warehouse.releases.of(id)),
          sku,
        );
      },
      hasReleases: (orderId) => waits && this.warehouse.releases.live(orderId).length > 0,
    });
    this.warehouse = new SimulatedWarehouse({
      ...this.#systemPorts('wms'),
      shipped: (sku, units, node) => this.goods.move(node, sku, -units),
      onHand: (node, sku) => {
        const { online, onHand } = this.goods.standing(node, sku);
        return online ? onHand : null;
      },
      rest: waits ? (orderId) => this.erp.lose(orderId) : null,
    });
    this.#systemLines = { erp: this.#systemLine('erp', 1), wms: this.#systemLine('wms', 2) };
    for (const [code, shop] of this.shops) this.#lines.set(code, this.#shopLine(shop));
  }

  readonly say = (actor: string, what: () => string | null): void => this.trace.say(actor, what);

  /** A machine with a worker that is paired with every shop. */
  addMachine(name: string): Machine {
    const credentials = [...this.shops.values()].map((shop) => {
      const credential = {
        url: 'http://shop.example',
        token: 'x'.repeat(43),
        shop: shop.identity,
        ackNumber: 0,
        goLiveAt: null,
      };
      return [shop.code, credential] as const;
    });
    const machine = new Machine(name, credentials);
    this.machines.push(machine);
    return machine;
  }

  /** Starts the worker of a machine, where none runs. */
  startWorker(machine: Machine): void {
    if (this.workers.has(machine)) return;
    const life = new Life(machine, this.ticker, () => this.#ended(machine));
    const worker = new Worker(life, {
      shops: this.shops,
      lines: this.#lines,
      settings: (flow) => this.#settingsOf(flow),
      availability: this.#availability,
      systems: (caller) => systemsOf(caller, this.erp, this.warehouse, this.#systemLines),
      watch: (of) => commitWatch(of, this.faults),
      ledgerWatch: (of) => ledgerWatch(of, this.faults),
      say: this.say,
    });
    this.workers.set(machine, worker);
    this.say(machine.name, () => 'starts');
    worker.start();
  }

  kill(machine: Machine): void {
    this.workers.get(machine)?.life.kill();
  }

  /** Both systems tell of every document once more. */
  announceAll(): void {
    for (const [role, externalId] of this.#papers()) this.#announce(role, externalId);
  }

  /** The first poll that gets through tells a worker all that changed in the storm, whatever notices were lost. */
  catchUp(): void {
    for (const [machine, worker] of this.workers) {
      if (this.#polled.has(machine)) continue;
      this.#polled.add(machine);
      for (const [role, externalId] of this.#papers())
        worker.life.enter(() => worker.notice(role, `poll-${externalId}`, externalId));
    }
  }

  #papers(): (readonly ['erp' | 'wms', string])[] {
    const { orders, returns, memos } = this.erp;
    const { releases, receipts } = this.warehouse;
    return [
      ...[orders, returns, memos].flatMap((of) => [...of.externalIds()].map((id) => ['erp', id] as const)),
      ...[releases, receipts].flatMap((of) => [...of.externalIds()].map((id) => ['wms', id] as const)),
    ];
  }

  /** What the storm broke goes again, what was lost is bought anew. */
  repair(): void {
    for (const shop of this.shops.values()) shop.copyUntil = 0;
    for (const { life } of this.workers.values()) if (life.frozen) life.thaw();
    if (this.machines.some(({ aheadMs }) => aheadMs !== 0)) this.clockSetAt.push(this.ticker.now());
    for (const machine of this.machines) machine.aheadMs = 0;
    for (const node of Object.keys(NODES) as NodeName[]) this.moveGoods(node, (goods) => goods.turn(node, true));
    this.moveGoods('MAIN', (goods) => {
      for (const [sku, units] of Object.entries(ON_SALE))
        if (goods.free('MAIN', sku) < units / 2) goods.move('MAIN', sku, units);
    });
    // What comes last must be for sale in the end.
    this.moveGoods('EAST', (goods) => goods.move('EAST', Object.keys(ON_SALE)[0] ?? '', 3));
  }

  /** Ends all that runs; how many decisions there were. */
  end(): number {
    for (const worker of this.workers.values()) {
      this.decisions += worker.decided;
      worker.engine.abandon();
    }
    this.workers.clear();
    for (const { disk, ledger } of this.machines) {
      disk.end();
      ledger.end();
    }
    return this.decisions;
  }

  /** What is known here of where an order is: what the worker decided last, or else what the shop shows. */
  stateOf(shop: Shop, subject: string): string {
    for (const machine of this.machines) {
      const state = machine.disk.stateOf(shop.code, subject);
      const at = state?.indexOf(SHOWN) ?? -1;
      if (state === null || at < 0) continue;
      return state.slice(at + SHOWN.length, state.indexOf('"', at + SHOWN.length)) || 'captured';
    }
    return shop.db.subjects.get(subject)?.mirror?.state ?? 'captured';
  }

  struck(name: FaultName, place: Place): void {
    this.say('fault', () => [name, place.shop, place.subject, place.system].filter((each) => each !== null).join(', '));
    this.#observers.struck(name, this.#statesAt(place));
  }

  /** The states of all orders and returns that something there is about. */
  #statesAt(place: Place): string[] {
    const shops = [...this.shops.values()].filter(({ code }) => place.shop === null || place.shop === code);
    return shops.flatMap((shop) =>
      (place.subject === null ? [...shop.db.subjects.keys()] : [place.subject])
        .filter((key) => key.startsWith('order/') || key.startsWith('return/'))
        .map((key) => (key.startsWith('order/') ? '' : 'return ') + this.stateOf(shop, key)),
    );
  }

  /** Failures of a subject's calls that were no limit; whatever a crash broke off counts for all. */
  troubles(shop: string, subject: string): number {
    const of = `${shop} ${subject}`;
    const { erp, wms } = this.#systemLines;
    return this.#crashes + (erp.troubles.get(of) ?? 0) + (wms.troubles.get(of) ?? 0);
  }

  /** People changed the ERP's document: who has just made it looks for it in vain, and that is an attempt. */
  upset(externalId: string): void {
    const { shop, subject } = namedBy(externalId);
    const of = `${shop} ${subject}`;
    this.#systemLines.erp.troubles.set(of, (this.#systemLines.erp.troubles.get(of) ?? 0) + 1);
  }

  tooSoon(): string | null {
    return this.#systemLines.erp.tooSoon ?? this.#systemLines.wms.tooSoon;
  }

  #settingsOf(flow: string): unknown {
    if (flow === 'availability') return this.#availability;
    return flow === 'return' ? { ...this.#returns, mapping: this.#orders.mapping, orders: this.#orders } : this.#orders;
  }

  #ended(machine: Machine): void {
    const worker = this.workers.get(machine);
    if (worker === undefined) return;
    this.say(machine.name, () => 'is dead');
    this.workers.delete(machine);
    this.#crashes += 1;
    this.decisions += worker.decided;
    worker.engine.abandon();
    const again = 2000 + Math.floor(20_000 * steady(this.plan.seed, this.ticker.now() % 100_000));
    this.ticker.after(again, () => this.startWorker(machine));
  }

  #engineOf(caller: Caller): string {
    for (const worker of this.workers.values()) if (worker.life === caller) return worker.engine.id;
    return '';
  }

  #systemPorts(role: 'erp' | 'wms'): SystemPorts {
    const { goods, plan, ticker } = this;
    return {
      enforcesUniqueIds: plan.uniqueIds[role],
      now: ticker.now,
      changed: (externalId) => {
        for (const [node, sku, back] of heldBack(this.erp.orders, this.warehouse.releases, restsWait(plan)))
          goods.change(node, sku, back);
        this.#announce(role, externalId);
      },
      committed: (externalId) => this.#meanwhile(role, externalId),
      stock: (cursor) => this.words[role].answer(cursor),
    };
  }

  #word(role: 'erp' | 'wms'): StockWord {
    const place = { shop: null, subject: null, system: role };
    return new StockWord(role, this.goods, this.ticker.now, (fault) => this.faults.at(fault, place));
  }

  /** What people do to goods at a place, and the system's word that something changed there. */
  moveGoods(node: NodeName, move: (goods: Goods) => void): void {
    move(this.goods);
    const role = NODES[node];
    if (this.faults.at('notice lost', { shop: null, subject: null, system: role })) return;
    this.ticker.after(50, () => {
      for (const worker of this.workers.values()) worker.life.enter(() => worker.stockChanged(role));
    });
  }

  #systemLine(system: 'erp' | 'wms', nr: number): SystemLine {
    const { now } = this.ticker;
    return new SystemLine(system, {
      faults: this.faults,
      now,
      after: (ms, work) => void this.ticker.after(ms, work),
      latency: (call) => 20 + Math.floor(180 * steady(this.plan.seed + nr, call)),
      say: this.say,
      left: (caller, operation, about) => this.#observers.left(this.#engineOf(caller), operation, about),
    });
  }

  #shopLine(shop: Shop): ShopLine {
    return new ShopLine(shop, {
      faults: this.faults,
      after: (ms, work) => void this.ticker.after(ms, work),
      latency: (exchange) => 20 + Math.floor(100 * steady(this.plan.seed + 3, exchange)),
      say: this.say,
      weather: (of) => effectWeather(of, this.faults, this.say),
      acknowledging: this.#observers.acknowledging,
    });
  }

  /** A system tells of a change, to every worker that runs. */
  #announce(role: 'erp' | 'wms', externalId: string): void {
    const { faults } = this;
    const place = { shop: null, subject: null, system: role };
    this.#notices += 1;
    const id = `notice-${this.#notices}`;
    if (faults.at('notice lost', place)) return;
    const ms = 50 + (faults.at('notice delayed', place) ? 25_000 : 0);
    const times = faults.at('notice doubled', place) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      this.ticker.after(ms + time * 3000, () => {
        for (const worker of this.workers.values()) worker.life.enter(() => worker.notice(role, id, externalId));
      });
    }
  }

  /** People change an order in the very moment in which a system commits it. */
  #meanwhile(role: 'erp' | 'wms', externalId: string): void {
    const { shop: code, subject } = namedBy(externalId);
    const shop = this.shops.get(code);
    if (shop === undefined || !subject.startsWith('order/')) return;
    const place = { shop: code, subject, system: null };
    if (role === 'wms') {
      if (this.faults.at('cancelled as the warehouse commits', place)) shop.change(subject, { status: 'cancelled' });
      return;
    }
    if (this.faults.at('cancelled as the ERP commits', place)) shop.change(subject, { status: 'cancelled' });
    if (this.faults.at('edited as the ERP commits', place)) shop.edit(subject);
    if (this.faults.at('refunded as the ERP commits', place)) shop.refund(subject);
  }
}

const SHOWN = '"shown":{"state":"';
