/** An operator stopped calls: to one system or (null) all, for one shop or (null) all. `since`: epoch ms. */
export interface Pause {
  readonly system: string | null;
  readonly shop: string | null;
  readonly since: number;
  /** As the operator gave it; may be empty. */
  readonly reason: string;
}

/** What is meant by a pause or a resume: null stands for all. */
export type PauseScope = Pick<Pause, 'system' | 'shop'>;

/** Where pauses outlive the worker. `write` throws where they would not. */
export interface PauseStore {
  read(): readonly Pause[];
  write(pauses: readonly Pause[]): void;
}

/** Who was told to wait by hand. */
export class Pauses {
  readonly #store: PauseStore;
  #all: readonly Pause[];

  constructor(store: PauseStore) {
    this.#store = store;
    this.#all = store.read();
  }

  get all(): readonly Pause[] {
    return this.#all;
  }

  /** The oldest pause that stops calls to the system for the shop (null: for every shop); null: none does. */
  of(system: string, shop: string | null): Pause | null {
    const stops = (pause: Pause) =>
      (pause.system === null || pause.system === system) && (pause.shop === null || pause.shop === shop);
    return this.#all.find(stops) ?? null;
  }

  /** Durable once it returns; the same again changes its reason. Throws what the store throws. */
  add(pause: Pause): void {
    this.#keep([...this.#all.filter((known) => !isOf(pause)(known)), pause]);
  }

  /** Takes off the scope's own pause, or all where nothing is named. Returns those taken off. */
  remove(scope: PauseScope): readonly Pause[] {
    const all = scope.system === null && scope.shop === null;
    const off = all ? this.#all : this.#all.filter(isOf(scope));
    if (off.length > 0) this.#keep(this.#all.filter((pause) => !off.includes(pause)));
    return off;
  }

  #keep(pauses: readonly Pause[]): void {
    this.#store.write(pauses);
    this.#all = pauses;
  }
}

const isOf =
  ({ system, shop }: PauseScope) =>
  (pause: Pause): boolean =>
    pause.system === system && pause.shop === shop;

/** Nothing is paused, and nothing is kept. */
export function noPauses(): Pauses {
  return new Pauses({ read: () => [], write: () => undefined });
}
