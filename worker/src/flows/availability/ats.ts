import type { InventoryPosition } from '@causeway/contracts';
import { scaled } from '../../policy/rounding/money.ts';
import type { AvailabilitySettings, Node } from './settings.ts';

const ONE = scaled('1');
const PARTS_OF_SHARE = 1_000_000n;

/** What holds for every SKU of a shop, its quantities read once; `ruleOf` says what differs for one. */
export interface AtsPlan {
  readonly settings: AvailabilitySettings;
  readonly nodes: ReadonlyMap<string, Node & { readonly safety: bigint }>;
  readonly rule: Rule;
  readonly risk: bigint;
}

/** Units (scaled) that are kept back of a SKU, and the shop's share of what is left, in millionths. */
interface Rule {
  readonly safety: bigint;
  readonly buffer: bigint;
  readonly share: bigint;
}

/** What of a SKU is spoken for beside what its positions say, in units (scaled), and whose word is too old to be relied on. */
export interface Claims {
  /** Sold by this shop and by others, and not yet held back in the positions. */
  readonly unallocated: bigint;
  readonly stale: boolean;
}

const NO_CLAIMS: Claims = { unallocated: 0n, stale: false };

export function atsPlan(settings: AvailabilitySettings): AtsPlan {
  const nodes = new Map(
    Object.entries(settings.nodes)
      .filter(([, node]) => node.include)
      .map(([name, node]) => [name, { ...node, safety: scaled(node.safetyStock) }]),
  );
  return { settings, nodes, rule: ruleFrom(settings), risk: scaled(settings.riskUnits) };
}

/**
 * What the shop may sell of a SKU, in units (scaled); below 0 where more was sold than there is. `positions`: one a place,
 * none with a fault (`faultOf`); those of nodes that the shop doesn't sell from are left out.
 *
 * Σ over its nodes (on hand − allocated − damaged − quarantined − the node's safety stock [+ in transit, + pending returns]) −
 * unallocated − safety stock − buffer, of that the shop's share in whole units; nothing where it is stale and below `riskUnits`.
 * Pure, and quick enough for whole ledgers: the decider and the ledger count with this same function.
 */
export function sellable(
  plan: AtsPlan,
  sku: string,
  positions: readonly InventoryPosition[],
  { unallocated, stale }: Claims = NO_CLAIMS,
): bigint {
  const { safety, buffer, share } = ruleOf(plan, sku);
  let units = -unallocated - safety - buffer;
  for (const position of positions) units += fromNode(plan, position);
  const mine = share === PARTS_OF_SHARE || units <= 0n ? units : wholeUnits((units * share) / PARTS_OF_SHARE);
  return stale && mine > 0n && mine < plan.risk ? 0n : mine;
}

/** What a set is worth, in whole sets (scaled): what its scarcest part allows, less what is kept back of the set itself. */
export function sellableSets(
  plan: AtsPlan,
  sku: string,
  parts: ReadonlyMap<string, bigint>,
  available: (part: string) => bigint,
): bigint {
  let sets: bigint | null = null;
  for (const [part, units] of parts) {
    const worth = wholeUnits((available(part) * ONE) / units);
    if (sets === null || worth < sets) sets = worth;
  }
  const own = plan.settings.skus[sku];
  const left = (sets ?? 0n) - scaled(own?.safetyStock ?? '0') - scaled(own?.buffer ?? '0');
  const share = own?.share === undefined ? PARTS_OF_SHARE : millionths(own.share);
  return left <= 0n ? left : wholeUnits((left * share) / PARTS_OF_SHARE);
}

/** What a place adds. Its safety stock takes at most what is there: a place that owes units still owes them. */
function fromNode({ nodes, settings }: AtsPlan, position: InventoryPosition): bigint {
  const node = nodes.get(position.node);
  if (node === undefined) return 0n;
  let units = scaled(position.onHand) - told(position.damaged) - told(position.quarantined);
  // Of a partner's goods our ERP allocates none: what it says of them is its own.
  if (!node.dropShip) units -= told(position.allocated);
  if (settings.inTransit === 'sell') units += told(position.inTransit);
  if (settings.pendingReturns === 'sell') units += told(position.pendingReturns);
  if (units <= 0n) return units;
  return units > node.safety ? units - node.safety : 0n;
}

function ruleOf({ settings, rule }: AtsPlan, sku: string): Rule {
  const own = Object.hasOwn(settings.skus, sku) ? settings.skus[sku] : undefined;
  if (own === undefined) return rule;
  const { safetyStock = settings.safetyStock, buffer = settings.buffer, share = settings.share } = own;
  return ruleFrom({ safetyStock, buffer, share });
}

function ruleFrom(of: Pick<AvailabilitySettings, 'safetyStock' | 'buffer' | 'share'>): Rule {
  return { safety: scaled(of.safetyStock), buffer: scaled(of.buffer), share: millionths(of.share) };
}

const told = (quantity: string | null | undefined): bigint =>
  quantity === null || quantity === undefined || quantity === '0' ? 0n : scaled(quantity);
const millionths = (share: number): bigint => BigInt(Math.round(share * Number(PARTS_OF_SHARE)));
/** Rounded down, also below 0. */
const wholeUnits = (units: bigint): bigint => units - (((units % ONE) + ONE) % ONE);
