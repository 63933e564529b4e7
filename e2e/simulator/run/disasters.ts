import type { FaultName } from '../faults/catalogue.ts';
import type { Judge } from '../promises/judge.ts';
import type { ShopDatabase } from '../world/shop/database.ts';
import type { Shop } from '../world/shop/shop.ts';
import type { Machine } from '../world/worker/machine.ts';
import type { World } from '../world/world.ts';
import type { Happening } from './happening.ts';

/** Longer than a lease and the longest call: a successor has been let in. */
const FROZEN_MS = 260_000;
/** How long a person takes to see that the shop was restored. */
const SEEN_MS = 120_000;

interface Scene {
  readonly shop: Shop;
  readonly machine: Machine;
  readonly ms: number;
  /** With the engine's file goes the ledger's, that lies beside it. */
  readonly both: boolean;
}

/** Which of a machine's files. */
interface Files {
  readonly engine: boolean;
  readonly ledger: boolean;
}

/** Faults that happen at an instant, to a machine or a whole shop. */
export class Disasters {
  readonly #world: World;
  readonly #judge: Judge;
  readonly #backups = new Map<Shop, ShopDatabase>();
  readonly #copies = new Map<Machine, { readonly engine: Uint8Array; readonly ledger: Uint8Array }>();

  constructor(world: World, judge: Judge) {
    this.#world = world;
    this.#judge = judge;
  }

  happen(name: FaultName, { nr, ms }: Happening, shop: Shop): void {
    const { machines } = this.#world.workers;
    const machine = machines[nr % machines.length];
    const disaster = this.#disasters[name];
    if (machine === undefined || disaster === undefined) throw new Error(`nobody knows how "${name}" happens`);
    const about = ABOUT_ONE_SHOP.has(name) ? shop.code : null;
    if (disaster({ shop, machine, ms, both: nr % 2 === 0 }))
      this.#world.struck(name, { shop: about, subject: null, system: null });
  }

  /** Of the shop's database, and of every worker's files. */
  backUp(shop: Shop): void {
    this.#backups.set(shop, shop.backup());
    for (const machine of this.#world.workers.machines)
      this.#copies.set(machine, { engine: machine.disk.copy(), ledger: machine.ledger.copy() });
  }

  /** Each tells whether it came to anything. */
  readonly #disasters: Partial<Readonly<Record<FaultName, (scene: Scene) => boolean>>> = {
    'worker frozen past its lease': ({ machine, ms }) => this.#freeze(machine, FROZEN_MS + ms),
    'second worker starts': () => this.#second(),
    "worker's clock jumps forward": ({ machine, ms }) => this.#jump(machine, ms * 10),
    "worker's clock jumps back": ({ machine, ms }) => this.#jump(machine, -ms * 10),
    "engine's file lost": ({ machine, both }) => this.#lose(machine, { engine: true, ledger: both }),
    "old copy of the engine's file": ({ machine, both }) => this.#putBack(machine, { engine: true, ledger: both }),
    'ledger of stock lost': ({ machine }) => this.#lose(machine, { engine: false, ledger: true }),
    'old copy of the ledger of stock': ({ machine }) => this.#putBack(machine, { engine: false, ledger: true }),
    'shop restored from a backup': ({ shop }) => this.#restore(shop, null),
    'wrong backup, then the right database': ({ shop }) => this.#restore(shop, shop.db),
    'copy of the shop at its address': ({ shop, ms }) => {
      shop.copyUntil = this.#world.ticker.now() + ms;
      return true;
    },
  };

  #jump(machine: Machine, ms: number): boolean {
    machine.aheadMs += ms;
    this.#world.clockSetAt.push(this.#world.ticker.now());
    return true;
  }

  #freeze(machine: Machine, ms: number): boolean {
    const worker = this.#world.workers.running.get(machine);
    if (worker === undefined) return false;
    worker.life.freeze();
    this.#world.ticker.after(ms, () => {
      this.#world.say(machine.name, () => 'wakes');
      worker.life.thaw();
    });
    return true;
  }

  #second(): boolean {
    const { workers } = this.#world;
    if (workers.machines.length > 1) return false;
    workers.start(workers.add('worker B'));
    return true;
  }

  #lose(machine: Machine, which: Files): boolean {
    this.#world.workers.kill(machine);
    if (which.engine) machine.disk.lose();
    if (which.ledger) machine.ledger.lose();
    return true;
  }

  #putBack(machine: Machine, which: Files): boolean {
    const copy = this.#copies.get(machine);
    if (copy === undefined) return false;
    this.#world.workers.kill(machine);
    if (which.engine) machine.disk.putBack(copy.engine);
    if (which.ledger) machine.ledger.putBack(copy.ledger);
    return true;
  }

  /** `right`: what is put back where it was the wrong backup. */
  #restore(shop: Shop, right: ShopDatabase | null): boolean {
    const backup = this.#backups.get(shop);
    if (backup === undefined) return false;
    this.#replace(shop, backup);
    this.#world.ticker.after(SEEN_MS, () => {
      if (right === null || shop.db.rewoundAt === null) shop.goOn();
      else this.#replace(shop, right);
    });
    return true;
  }

  #replace(shop: Shop, database: ShopDatabase): void {
    shop.restore(database);
    this.#judge.restored(shop);
  }
}

const ABOUT_ONE_SHOP: ReadonlySet<FaultName> = new Set([
  'shop restored from a backup',
  'wrong backup, then the right database',
  'copy of the shop at its address',
]);
