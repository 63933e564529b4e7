import { type FlowEvent, isBefore } from '@causeway/contracts';
import type { SubjectRef } from '../engine.ts';
import { memoryOf, type QueuedEvent } from './event-queue.ts';
import type { Stores } from './stores.ts';

/** What makes the engine let go of what it holds. Each is written in the transaction that is open. */
export class Forgetting {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** Everything of a shop; its line and the file's commit number stay. */
  shop(shop: string): void {
    const { meta, queue, setAside, subjects, timers, effects, calls, lanes } = this.#stores;
    for (const store of [meta, queue, setAside, timers, effects, calls, lanes]) store.forget(shop);
    subjects.forgetShop(shop);
  }

  /**
   * Before an event is decided: what it makes void. Returns from which event on things that came of the subject count
   * (0: nothing changed that).
   */
  before(event: QueuedEvent, body: FlowEvent): number {
    if (body.type === 'look' && this.#knowsLess(event)) return this.#subject(event);
    if (body.type === 'lost' || (body.type === 'look' && body.recovering === true)) this.#drop(event);
    return 0;
  }

  /** The shop was told more of the subject than is held here: this file is older than that. */
  #knowsLess(event: QueuedEvent): boolean {
    const memory = memoryOf(event);
    if (!memory || memory.epoch === 0) return false;
    const held = this.#stores.subjects.get(event);
    return held !== null && isBefore(held, memory);
  }

  #subject(event: QueuedEvent): number {
    const { subjects, setAside, queue } = this.#stores;
    this.#drop(event);
    setAside.takeBack(event);
    const held = subjects.get(event);
    if (held !== null) subjects.forget(held);
    return queue.lastSeq;
  }

  #drop(ref: SubjectRef): void {
    const { calls, lanes } = this.#stores;
    for (const { shop, role, sent } of calls.drop(ref)) if (sent === 0) lanes.lane(shop, role).ready--;
  }
}
