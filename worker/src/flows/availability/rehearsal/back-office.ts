import type { FlowEvent, InventoryPosition } from '@causeway/contracts';

export const SKU = 'TEA';
export const NODES = ['MAIN', 'EAST'] as const;

/** What a telling of positions said, and which orders' units are held back in it. */
export interface Statement {
  readonly event: Extract<FlowEvent, { type: 'positions' }>;
  readonly free: number;
  readonly includes: ReadonlySet<string>;
}

/** The ERP of a shop: one SKU at two places, with a clock of its own. */
export class BackOffice {
  clock = Date.parse('2026-11-21T10:00:00Z');
  readonly onHand = new Map<string, number>([
    ['MAIN', 20],
    ['EAST', 5],
  ]);
  /** Order → where its units are held back, how many, and since when. */
  readonly allocations = new Map<string, { readonly node: string; readonly units: number; readonly at: number }>();
  /** All that was held back once, also what has left. */
  readonly taken = new Set<string>();

  tick(): number {
    this.clock += 1000;
    return this.clock;
  }

  free(node: string): number {
    const held = [...this.allocations.values()].filter((one) => one.node === node);
    return (this.onHand.get(node) ?? 0) - held.reduce((sum, { units }) => sum + units, 0);
  }

  move(node: string, units: number): void {
    this.tick();
    this.onHand.set(node, Math.max(0, (this.onHand.get(node) ?? 0) + units));
  }

  /** Null: no place has so many. */
  allocate(order: string, units: number): number | null {
    const node = NODES.find((one) => this.free(one) >= units);
    if (node === undefined) return null;
    const at = this.tick();
    this.allocations.set(order, { node, units, at });
    this.taken.add(order);
    return at;
  }

  release(order: string): void {
    this.tick();
    this.allocations.delete(order);
    this.taken.delete(order);
  }

  ship(order: string): void {
    const held = this.allocations.get(order);
    if (held === undefined) return;
    this.tick();
    this.onHand.set(held.node, (this.onHand.get(held.node) ?? 0) - held.units);
    this.allocations.delete(order);
  }

  /** All that it has now, read up to now. */
  state(): Statement {
    const asOf = new Date(this.tick()).toISOString();
    const positions = NODES.map((node): InventoryPosition => {
      const allocated = [...this.allocations.values()].filter((one) => one.node === node);
      return {
        ...{ sku: SKU, node, onHand: String(this.onHand.get(node) ?? 0), asOf },
        allocated: String(allocated.reduce((sum, { units }) => sum + units, 0)),
        ...{ inTransit: null, damaged: null, quarantined: null },
      };
    });
    const event = { type: 'positions', sku: SKU, positions, sources: { erp: { upTo: asOf, stale: false } } } as const;
    return { event, free: NODES.reduce((sum, node) => sum + this.free(node), 0), includes: new Set(this.taken) };
  }
}
