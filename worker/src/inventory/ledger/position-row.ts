import type { InventoryPosition } from '@causeway/contracts';
import { scaled } from '../../policy/rounding/money.ts';
import type { Telling } from '../telling.ts';

export interface PositionRow {
  readonly sku: string;
  readonly node: string;
  readonly on_hand: string;
  readonly allocated: string | null;
  readonly in_transit: string | null;
  readonly damaged: string | null;
  readonly quarantined: string | null;
  readonly pending_returns: string | null;
  readonly as_of: string;
}

export function toPosition(row: PositionRow): InventoryPosition {
  return {
    sku: row.sku,
    node: row.node,
    onHand: row.on_hand,
    allocated: row.allocated,
    inTransit: row.in_transit,
    damaged: row.damaged,
    quarantined: row.quarantined,
    ...(row.pending_returns === null ? {} : { pendingReturns: row.pending_returns }),
    asOf: row.as_of,
  };
}

/** Units (scaled) that lie there and are good, promised or not: a sale doesn't change it, so trade is no sudden drop. */
function touchable({
  onHand,
  damaged,
  quarantined,
}: Pick<InventoryPosition, 'onHand' | 'damaged' | 'quarantined'>): bigint {
  return scaled(onHand) - scaled(damaged ?? '0') - scaled(quarantined ?? '0');
}

export const unitsOf = (positions: readonly InventoryPosition[]): bigint =>
  positions.reduce((sum, position) => sum + touchable(position), 0n);

/** What is known of a SKU once a telling is in: the newest statement of each place; of a complete one, no place that it leaves out. */
export function withTold(
  known: readonly InventoryPosition[],
  told: readonly InventoryPosition[],
  { complete, begunAt }: Pick<Telling, 'complete' | 'begunAt'>,
): InventoryPosition[] {
  const places = new Map(known.map((position) => [position.node, position] as const));
  for (const position of told) {
    const before = places.get(position.node);
    if (before === undefined || !isLater(before.asOf, position.asOf)) places.set(position.node, position);
  }
  const named = new Set(told.map(({ node }) => node));
  const stays = ({ node, asOf }: InventoryPosition) => !complete || named.has(node) || isLater(asOf, begunAt);
  return [...places.values()].filter(stays);
}

export const isLater = (one: string, than: string | null): boolean =>
  than !== null && Date.parse(one) > Date.parse(than);

/** The same quantities, whatever it is as of. */
export function isSame(one: InventoryPosition, other: InventoryPosition): boolean {
  return (
    one.onHand === other.onHand &&
    one.allocated === other.allocated &&
    one.inTransit === other.inTransit &&
    one.damaged === other.damaged &&
    one.quarantined === other.quarantined &&
    (one.pendingReturns ?? null) === (other.pendingReturns ?? null)
  );
}

/** How urgent it is that this lies there now instead of that. */
export function rankOf(before: readonly InventoryPosition[], after: readonly InventoryPosition[]): 0 | 1 | 2 {
  const [was, is] = [freeOf(before), freeOf(after)];
  if (is <= 0n) return 0;
  return is < was ? 1 : 2;
}

function freeOf(positions: readonly InventoryPosition[]): bigint {
  return positions.reduce((sum, position) => sum + touchable(position) - scaled(position.allocated ?? '0'), 0n);
}
