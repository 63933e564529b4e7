import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../engine/engine.ts';
import { ShopUnanswered } from '../../shop/asking.ts';
import { answerOf, type Told, unknown } from './answer.ts';
import { type Held, heldOrder, type ShopContext } from './held.ts';
import { type OrderName, orderName } from './order-name.ts';
import type { UnknownWhy, WhyAnswer } from './shape.ts';

/** How the worker stands with one shop, and how that is asked about an order that isn't held here. */
export interface ShopDoor {
  context(): ShopContext;
  health(): { readonly problem: string | null; readonly lastExchangeAt: number | null };
  /** The shop's word for each; what it has is a look of the engine before this resolves. Rejects with `ShopUnanswered`. */
  ask(subjects: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, unknown>>;
}

export interface WhyPorts {
  readonly engine: Pick<Engine, 'peek' | 'labelled' | 'backlog'>;
  /** A string: the shop is not served, and that is why. */
  readonly shop: (code: string) => ShopDoor | string;
  readonly now: () => number;
}

const ASK_MS_MAX = 20_000;
/** What was given to the engine is decided in a moment; a flood before it may take longer. */
const DECIDED_MS_MAX = 5_000;
const LATER = 'The shop gave it to the worker, which has not decided on it yet: ask again in a moment.';

/** "Where are you, and why?", answered by the worker that runs. */
export class Whys {
  readonly #ports: WhyPorts;

  constructor(ports: WhyPorts) {
    this.#ports = ports;
  }

  async answer(code: string, order: string): Promise<WhyAnswer> {
    const door = this.#ports.shop(code);
    if (typeof door === 'string') return unknown(this.#told(code), door);
    const name = orderName(order);
    let held = this.#held(door, name);
    if (held === null) {
      const refusal = await this.#fetch(door, name);
      if (refusal !== null) return refusal;
      held = await this.#decided(door, name);
    }
    if (held === null) return unknown(this.#told(code), LATER);
    const { problem, lastExchangeAt } = door.health();
    return answerOf(held, this.#told(code), this.#ports.engine.backlog().held, { problem, last_at: lastExchangeAt });
  }

  /** Asks the shop. Null: it has the order, and the engine was given it. */
  async #fetch(door: ShopDoor, { id, text }: OrderName): Promise<UnknownWhy | null> {
    const { code, goLiveAt } = door.context();
    const say = (reason: string, since: number | null = null) => unknown(this.#told(code), reason, since);
    if (id === null) return say(`No order with the number "${text}" is known here; ask by its id in wp-admin.`);
    if (goLiveAt === null || goLiveAt > this.#ports.now()) {
      return say('The shop is not live: what it captures waits there, and what is older than go-live is never sent.');
    }
    const subject = `order/${id}`;
    try {
      const found = await door.ask([subject], AbortSignal.timeout(ASK_MS_MAX));
      return (found.get(subject) ?? null) === null ? say(`The shop has no order ${id}.`) : null;
    } catch (error) {
      if (error instanceof ShopUnanswered) {
        const since = error.since ?? door.health().lastExchangeAt;
        return say(`It is not held here, and the shop can't be asked: ${error.message}`, since);
      }
      if ((error as Error).name !== 'TimeoutError') throw error;
      return say(`It is not held here, and the shop did not answer for it within ${ASK_MS_MAX / 1000} seconds.`);
    }
  }

  #held(door: ShopDoor, name: OrderName): Held | null {
    return heldOrder(this.#ports.engine, door.context(), name, this.#ports.now());
  }

  async #decided(door: ShopDoor, name: OrderName): Promise<Held | null> {
    const deadline = performance.now() + DECIDED_MS_MAX;
    for (let held = this.#held(door, name); ; held = this.#held(door, name)) {
      if (held !== null || performance.now() > deadline) return held;
      await pause(50);
    }
  }

  #told(shop: string): Told {
    return { told_by: 'worker', now: this.#ports.now(), shop };
  }
}
