import type { Decision, Effect, FlowEvent, Json, OrderStockNeed } from '@causeway/contracts';
import { availabilityFlow } from '../availability-flow.ts';
import { AvailabilitySettings } from '../settings.ts';
import { newState, type StockState } from '../state.ts';
import { BackOffice, SKU, type Statement } from './back-office.ts';
import { Shop } from './shop.ts';
import type { Known } from './truth.ts';

const SETTINGS = AvailabilitySettings.parse({ nodes: { MAIN: { role: 'erp' }, EAST: { role: 'erp' } } });
type StockEffect = Extract<Effect, { kind: 'stock' }>;

/** The flow between a shop and its ERP, with everything on the road that can be doubled, late, out of order or lost. */
export class Goods {
  readonly office = new BackOffice();
  readonly shop = new Shop();
  state: StockState = newState();
  now = Date.parse('2026-11-21T10:00:00Z');
  epoch = 1;
  #n = 0;
  #timers = new Map<string, number>();
  #effects: { key: string; effect: StockEffect; known: Known }[] = [];
  #answers: { key: string; event: FlowEvent }[] = [];
  /** What orders will tell, and what they have told. */
  #tells: OrderStockNeed[] = [];
  #pastTells: OrderStockNeed[] = [];
  #over = new Set<string>();
  #settled = new Map<string, number>();
  #statements: Statement[] = [];
  #told = new Map<string, OrderStockNeed>();
  /** Of the triple that the shop holds. */
  held: Known | null = null;
  #allocatedAt = new Map<string, number>();

  poll(): void {
    const statement = this.office.state();
    this.#statements.push(statement);
    this.#decide(statement.event);
  }

  /** An older statement comes once more. */
  repeatPoll(which: number): void {
    const late = this.#statements.at(-1 - (which % this.#statements.length));
    if (late !== undefined) this.#decide(late.event);
  }

  buy(units: number): void {
    this.#toTell(this.shop.buy(units));
  }

  cancel(which: number): void {
    const order = this.#pick(which);
    if (order === undefined || this.#over.has(order)) return;
    this.shop.restock(order, this.shop.orders.get(order)?.reduced ?? 0);
    this.#over.add(order);
    this.#allocatedAt.delete(order);
    this.#toTell(order);
  }

  /** A person refunds one unit and has WooCommerce put it back, of an order that has left. */
  refund(which: number): void {
    const order = this.#pick(which);
    if (order === undefined || !this.#over.has(order)) return;
    this.shop.restock(order, 1);
    this.#toTell(order);
  }

  allocate(which: number): void {
    const order = this.#pick(which);
    const units = this.shop.orders.get(order ?? '')?.reduced ?? 0;
    if (order === undefined || units === 0 || this.office.taken.has(order)) return;
    const at = this.office.allocate(order, units);
    if (at === null) return;
    this.#allocatedAt.set(order, at);
    this.#toTell(order);
  }

  ship(which: number): void {
    const order = this.#pick(which);
    if (order === undefined || !this.office.allocations.has(order)) return;
    this.office.ship(order);
    this.#over.add(order);
    this.#toTell(order);
  }

  /** The shop keeps the order's checkpoint: it tells. */
  tell(): void {
    const told = this.#tells.shift();
    if (told === undefined) return;
    const need = { ...told, settled: String(this.#settled.get(told.order) ?? 0) };
    if (need.final) this.#settled.set(need.order, Number(need.reduced));
    this.#pastTells.push(need);
    this.#hear(need);
    // What the ERP frees can't be told from what it receives: the order says first that it is over.
    if (need.final && need.allocatedAt === null) this.office.release(need.order);
  }

  repeatTell(which: number): void {
    const late = this.#pastTells.at(-1 - (which % this.#pastTells.length));
    // What an engine delivers, it delivers once and in order, so of one revision the newest word is the last.
    const newest = this.#pastTells.findLast((one) => one.order === late?.order && one.rev === late.rev);
    if (late !== undefined && late === newest && late.order in this.state.memory.orders) this.#hear(late);
  }

  /** The shop applies what waits; `lost`: its answer doesn't come back, and it gets the same again. */
  exchange(lost: boolean): void {
    for (const waiting of this.#effects) {
      const before = this.shop.triple;
      const answer = this.shop.apply(waiting.effect);
      if (this.shop.triple !== before) this.held = waiting.known;
      if (!lost)
        this.#answers.push({ key: waiting.key, event: { type: 'answered', key: waiting.key, kind: 'stock', answer } });
    }
    if (!lost) this.#effects = [];
  }

  hearAnswers(): void {
    for (const { event } of this.#answers.splice(0)) this.#decide(event);
  }

  wait(ms: number): void {
    this.now += ms;
    for (const [name, at] of [...this.#timers]) {
      if (at > this.now) continue;
      this.#timers.delete(name);
      this.#decide({ type: 'timer', name });
    }
  }

  /** The engine's file is gone: what it held and what was on the road. The shop's memory and the ledger are left. */
  loseEngine(): void {
    this.epoch += 1;
    this.#n = 0;
    this.state = newState();
    for (const road of [this.#effects, this.#answers]) road.length = 0;
    this.#timers.clear();
    this.#told = new Map(this.held?.told ?? []);
    // Open orders tell again, and so does what ended so lately that the shop's memory of the stock doesn't have it.
    const again = this.#pastTells.filter((need, index) => {
      const newest = this.#pastTells.findLastIndex(({ order }) => order === need.order) === index;
      return newest && (!need.final || this.#told.get(need.order) !== need);
    });
    for (const { order } of again) {
      const kept = this.#told.get(order);
      this.#settled.set(order, kept?.final ? Number(kept.reduced) : 0);
    }
    this.#tells = [...again, ...this.#tells];
    this.#statements = [];
    for (const _ of again) this.tell();
    this.poll();
  }

  /** Nothing happens any more: all that is on the road arrives. */
  calm(): void {
    for (let round = 0; round < 8; round += 1) {
      while (this.#tells.length > 0) this.tell();
      this.poll();
      this.exchange(false);
      this.hearAnswers();
      this.wait(4000);
    }
  }

  #pick(which: number): string | undefined {
    const orders = [...this.shop.orders.keys()];
    return orders[which % Math.max(orders.length, 1)];
  }

  #toTell(order: string): void {
    const taken = this.shop.orders.get(order);
    if (taken === undefined) return;
    const at = this.#allocatedAt.get(order);
    this.#tells.push({
      ...{ about: 'stock_need', order, sku: SKU, incarnation: 1, rev: taken.rev, reduced: String(taken.reduced) },
      allocatedAt: at === undefined ? null : new Date(at).toISOString(),
      final: this.#over.has(order),
    });
  }

  #hear(need: OrderStockNeed): void {
    this.#told.set(need.order, this.#newest(need));
    this.#decide({ type: 'told', from: need.order, body: need as Json });
  }

  #newest(need: OrderStockNeed): OrderStockNeed {
    return this.#pastTells.filter(({ order }) => order === need.order).reduce((a, b) => (b.rev >= a.rev ? b : a), need);
  }

  #decide(event: FlowEvent): void {
    const shop = { code: 'DEMO', goLiveAt: 0 };
    const context = { now: this.now, subject: `stock/${SKU}`, shop, settings: SETTINGS };
    this.#take(availabilityFlow.decide(this.state, event, context));
  }

  #take({ state, effects, timers }: Decision<StockState>): void {
    // As the engine keeps it.
    this.state = JSON.parse(JSON.stringify(state));
    for (const { name, at } of timers) {
      if (at === null) this.#timers.delete(name);
      else this.#timers.set(name, at);
    }
    for (const draft of effects) {
      if (draft.kind !== 'stock') continue;
      this.#n += 1;
      const { key, ...rest } = draft;
      const id = `stock/${SKU}:${this.epoch}.${this.#n}`;
      const effect: StockEffect = { ...rest, id, subject: `stock/${SKU}`, epoch: this.epoch, n: this.#n };
      const statement = this.#statements.at(-1);
      if (statement === undefined) throw new Error('told before anything was known');
      this.#effects.push({ key, effect, known: { told: new Map(this.#told), statement } });
    }
  }
}
