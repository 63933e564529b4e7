/** What one node has of one item, in units. `on_hand` includes what is damaged, quarantined and allocated. */
export interface Quantities {
  readonly on_hand: number;
  /** Promised and not yet shipped. */
  readonly allocated: number;
  readonly in_transit: number;
  readonly damaged: number;
  readonly quarantined: number;
}

export type Position = Quantities & { readonly node: string };

/** What can still be promised of a position; negative where more was promised than there is. */
export function freeOf({ on_hand, allocated, damaged, quarantined }: Quantities): number {
  return on_hand - allocated - damaged - quarantined;
}

/** The five quantities of all places together. */
export function sumOf(positions: readonly Quantities[]): Quantities {
  const sum = { on_hand: 0, allocated: 0, in_transit: 0, damaged: 0, quarantined: 0 };
  for (const position of positions) {
    sum.on_hand += position.on_hand;
    sum.allocated += position.allocated;
    sum.in_transit += position.in_transit;
    sum.damaged += position.damaged;
    sum.quarantined += position.quarantined;
  }
  return sum;
}
