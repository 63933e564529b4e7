import { ON_SALE } from '../shop/products.ts';

/** Where goods lie, and which system speaks for the place. */
export const NODES = { MAIN: 'erp', EAST: 'wms' } as const;
export type NodeName = keyof typeof NODES;

/**
 * What a place truly has of a SKU from an instant on (epoch ms), in whole units; `nr`: counts what a system could tell of it.
 * `orders`: whose units are held back in it, or gone; `gone`: of which all have left. `online`: it can send.
 */
export interface Standing {
  readonly at: number;
  readonly nr: number;
  readonly onHand: number;
  readonly allocated: number;
  readonly quarantined: number;
  readonly online: boolean;
  readonly orders: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

const EMPTY: ReadonlySet<string> = new Set();

/** The goods themselves, and all that was ever true of them: systems tell of them, late or wrongly. */
export class Goods {
  readonly #now: () => number;
  readonly #history = new Map<string, Standing[]>();
  #nr = 0;

  constructor(now: () => number) {
    this.#now = now;
    for (const [sku, units] of Object.entries(ON_SALE)) {
      const atEast = Math.floor(units / 4);
      this.#begin('MAIN', sku, units - atEast);
      this.#begin('EAST', sku, atEast);
    }
  }

  #begin(node: NodeName, sku: string, onHand: number): void {
    const held = { allocated: 0, quarantined: 0, orders: EMPTY, gone: EMPTY };
    this.#history.set(`${node} ${sku}`, [{ at: this.#now(), nr: this.nextNr(), onHand, online: true, ...held }]);
  }

  /** Oldest first; never empty. */
  history(node: NodeName, sku: string): readonly Standing[] {
    return this.#history.get(`${node} ${sku}`) ?? [];
  }

  /** What was true at an instant; before the first: the first. */
  standing(node: NodeName, sku: string, at = this.#now()): Standing {
    const history = this.history(node, sku);
    const found = history.findLast((standing) => standing.at <= at) ?? history[0];
    if (found === undefined) throw new Error(`nobody keeps ${sku} at ${node}`);
    return found;
  }

  change(node: NodeName, sku: string, changes: Partial<Omit<Standing, 'at' | 'nr'>>): void {
    if (!Object.hasOwn(ON_SALE, sku)) return;
    const before = this.standing(node, sku);
    const after = { ...before, ...changes, at: this.#now() };
    if (isSame(before, after)) return;
    const nr = toldOf(before) === toldOf(after) ? before.nr : this.nextNr();
    this.#history.get(`${node} ${sku}`)?.push({ ...after, nr });
  }

  nextNr(): number {
    this.#nr += 1;
    return this.#nr;
  }

  /** Units come (or, below zero, leave). */
  move(node: NodeName, sku: string, units: number): void {
    this.change(node, sku, { onHand: this.standing(node, sku).onHand + units });
  }

  /** Units that lie there and are held back for nobody. */
  free(node: NodeName, sku: string): number {
    const { onHand, allocated } = this.standing(node, sku);
    return onHand - allocated;
  }

  /** A unit breaks, or is sold elsewhere; what is held back for orders stays. */
  break(node: NodeName, sku: string): void {
    if (this.free(node, sku) > 0) this.move(node, sku, -1);
  }

  /** Nothing is left of a SKU but what is held back for orders. */
  empty(node: NodeName, sku: string): void {
    this.move(node, sku, -Math.max(0, this.free(node, sku)));
  }

  /** A place can't send any more, or can again. */
  turn(node: NodeName, online: boolean): void {
    for (const sku of Object.keys(ON_SALE)) this.change(node, sku, { online });
  }

  /** All but one unit of what nobody waits for is gone at once. */
  lose(node: NodeName): void {
    for (const sku of Object.keys(ON_SALE)) this.move(node, sku, Math.min(0, 1 - this.free(node, sku)));
  }
}

const toldOf = ({ onHand, allocated, quarantined }: Standing): string => `${onHand} ${allocated} ${quarantined}`;

function isSame(one: Standing, other: Standing): boolean {
  return (
    toldOf(one) === toldOf(other) &&
    one.online === other.online &&
    isSameSet(one.orders, other.orders) &&
    isSameSet(one.gone, other.gone)
  );
}

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((each) => other.has(each));
