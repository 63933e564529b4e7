/** What other subjects (stock, returns) were told of an order, and what they told it. */
export interface Neighbours {
  /** Subject → a fingerprint of what it was told last; empty: it is told with the next checkpoint, and may have been before. */
  said: Record<string, string>;
  /** A fingerprint of all that they should know, and the mirror that first carried it to the shop; null: none did yet. */
  wanted: string;
  carriedBy: number | null;
  /** SKUs that were told of, with the units that were told as final ("0": none were). One that leaves the order is told once more. */
  skus: Record<string, string>;
  /** SKU → the fingerprint of what its stock was told when the order was over, and the units of that: the shop keeps them. */
  kept: Record<string, { readonly word: string; readonly units: string }>;
  /** SKU → the units that its stock was told last while the order was not over, and whether anybody held them back. */
  counted: Record<string, { readonly reduced: string; readonly held: boolean }>;
  /** Begun from a checkpoint: of a SKU that isn't in `counted` it is not known whether it was told before. */
  resumed: boolean;
  /** Refunds as they were first seen. `kept`: units of each line that had not left. */
  refunds: Record<string, { readonly kept: Readonly<Record<string, string>> }>;
  /** Returns that asked after the order. */
  returns: string[];
  /** Refunds that the order's own returns made: no news to anybody. */
  own: number[];
  /** Return → the fingerprint of what it was told of its refund, where the shop keeps that. */
  booked: Record<string, string>;
}

export const newNeighbours = (): Neighbours => ({
  said: {},
  wanted: '',
  carriedBy: null,
  skus: {},
  kept: {},
  counted: {},
  resumed: false,
  refunds: {},
  returns: [],
  own: [],
  booked: {},
});

/** Nobody is sure to know any more what was said: it is said again. */
export function sayAllAgain(neighbours: Neighbours): void {
  for (const subject of Object.keys(neighbours.said)) neighbours.said[subject] = '';
  neighbours.booked = {};
}
