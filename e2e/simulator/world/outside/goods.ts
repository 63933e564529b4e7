import type { InventoryPosition } from '@causeway/contracts';
import { ON_SALE } from '../shop/products.ts';

/** Where goods lie, and which system speaks for the place. */
export const NODES = { MAIN: 'erp', EAST: 'wms' } as const;
export type NodeName = keyof typeof NODES;

/**
 * What a place truly has of a SKU from an instant on (epoch ms), in whole units; `orders`: whose units
 * are allocated in it, or gone; `gone`: of which all have left. */
export interface Standing {
  readonly at: number;
  readonly onHand: number;
  readonly allocated: number;
  readonly quarantined: number;
  readonly orders: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** The goods themselves, and all that was ever true of them: systems tell of them, late or wrongly. */
export class Goods {
  readonly #now: () => number;
  readonly #history = new Map<string, Standing[]>();

  constructor(now: () => number) {
    this.#now = now;
    for (const [sku, units] of Object.entries(ON_SALE)) {
      const atEast = Math.floor(units / 4);
      this.#begin('MAIN', sku, units - atEast);
      this.#begin('EAST', sku, atEast);
    }
  }

  #begin(node: NodeName, sku: string, onHand: number): void {
    const first = {
      at: this.#now(),
      onHand,
      allocated: 0,
      quarantined: 0,
      orders: new Set<string>(),
      gone: new Set<string>(),
    };
    this.#history.set(`${node} ${sku}`, [first]);
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

  change(node: NodeName, sku: string, changes: Partial<Omit<Standing, 'at'>>): void {
    if (!Object.hasOwn(ON_SALE, sku)) return;
    const before = this.standing(node, sku);
    this.#history.get(`${node} ${sku}`)?.push({ ...before, ...changes, at: this.#now() });
  }

  /** Units come (or, below zero, break or are sold elsewhere). */
  move(node: NodeName, sku: string, units: number): void {
    this.change(node, sku, { onHand: this.standing(node, sku).onHand + units });
  }

  /** What a system says of its places: as of `at`; only SKUs that changed after `since` (null: all). */
  positions(role: 'erp' | 'wms', at: number, since: number | null): InventoryPosition[] {
    const nodes = (Object.keys(NODES) as NodeName[]).filter((node) => NODES[node] === role);
    return nodes.flatMap((node) =>
      Object.keys(ON_SALE).flatMap((sku) => {
        const standing = this.standing(node, sku, at);
        return since === null || standing.at > since ? [position(node, sku, standing, at)] : [];
      }),
    );
  }
}

function position(node: string, sku: string, standing: Standing, at: number): InventoryPosition {
  return {
    sku,
    node,
    onHand: String(standing.onHand),
    allocated: String(standing.allocated),
    inTransit: null,
    damaged: null,
    quarantined: String(standing.quarantined),
    asOf: new Date(at).toISOString(),
  };
}
