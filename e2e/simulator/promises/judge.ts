import type { SubjectName } from '../world/names.ts';
import type { Shop } from '../world/shop/shop.ts';
import { durable, heardLater } from './durable.ts';
import { gate } from './gate.ts';
import { heldStock } from './held-stock.ts';
import { lease } from './lease.ts';
import { newest } from './newest.ts';
import { noOversell } from './no-oversell.ts';
import { nothingLost } from './nothing-lost.ts';
import { nothingTwice } from './nothing-twice.ts';
import { quiet } from './quiet.ts';
import { receipts } from './receipts.ts';
import { refunds } from './refunds.ts';
import { rests } from './rests.ts';
import { shipments } from './shipments.ts';
import { shorts } from './shorts.ts';
import { shown } from './shown.ts';
import { staysOver } from './stays-over.ts';
import type { Promise_, Stores } from './stores.ts';
import { type CallLog, throttling } from './throttling.ts';
import { toldInOrder } from './told-in-order.ts';

/** A promise that does not hold. */
export class Broken extends Error {
  readonly promise: string;

  constructor(promise: string, what: string) {
    super(what);
    this.name = 'Broken';
    this.promise = promise;
  }
}

/** Watches every promise at every step. */
export class Judge {
  readonly #stores: Stores;
  readonly #promises: readonly Promise_[];
  #broken: Broken | null = null;

  /** `only`: promises whose name holds this word. */
  constructor(stores: Stores, log: CallLog, only = '') {
    this.#stores = stores;
    const all = [
      durable,
      heardLater,
      nothingTwice(stores),
      gate(stores),
      lease(stores),
      toldInOrder(stores),
      shown,
      newest(),
      throttling(log),
      shipments(stores),
      refunds(stores),
      shorts(stores),
      rests(stores),
      receipts(stores),
      noOversell(stores),
      heldStock(stores),
      staysOver(),
      quiet(stores.now),
      nothingLost(stores),
    ];
    this.#promises = all.filter(({ name }) => name.includes(only));
    for (const shop of stores.shops.values()) {
      shop.granted = (engine, until) => {
        for (const promise of this.#promises) promise.granted?.(shop, engine, until);
      };
    }
  }

  /** Throws `Broken`. */
  afterStep(): void {
    const { shops, orders, releases, returns, memos, receipts } = this.#stores;
    for (const shop of shops.values()) {
      if (shop.touched.size === 0) continue;
      for (const key of shop.touched) this.#ask((promise) => promise.subject?.(shop, key));
      shop.touched.clear();
    }
    for (const documents of [orders, releases, returns, memos, receipts]) {
      if (documents.touched.size === 0) continue;
      for (const externalId of documents.touched) this.#ask((promise) => promise.document?.(externalId));
      documents.touched.clear();
    }
    if (this.#broken !== null) throw this.#broken;
  }

  left(engine: string, operation: string, about: SubjectName): void {
    this.#ask((promise) => promise.left?.(engine, operation, about));
  }

  heard(what: string, isOnDisk: boolean): void {
    this.#ask((promise) => promise.heard?.(what, isOnDisk));
  }

  acknowledging(shop: Shop, rows: readonly number[], isSafe: (event: string) => boolean): void {
    this.#ask((promise) => promise.acknowledging?.(shop, rows, isSafe));
  }

  restored(shop: Shop): void {
    for (const promise of this.#promises) promise.restored?.(shop);
  }

  /** All has calmed down. Throws `Broken`. */
  calm(): void {
    this.#ask((promise) => promise.calm?.());
    if (this.#broken !== null) throw this.#broken;
  }

  /** What is found within a worker's own work is thrown after that step. */
  #ask(question: (promise: Promise_) => string | null | undefined): void {
    if (this.#broken !== null) return;
    for (const promise of this.#promises) {
      const wrong = question(promise) ?? null;
      if (wrong === null) continue;
      this.#broken = new Broken(promise.name, wrong);
      return;
    }
  }
}
