import type { FlowEvent, InventoryPosition } from '@causeway/contracts';
import { scaled } from '../../policy/rounding/money.ts';
import type { AvailabilitySettings } from './settings.ts';

/** Above it (10⁹ units) a quantity is taken for a mistake. */
const UNITS_MAX = scaled('1000000000');
const DAY_MS = 86_400_000;
const QUANTITIES = ['onHand', 'allocated', 'inTransit', 'damaged', 'quarantined', 'pendingReturns'] as const;

/**
 * What is known of one SKU at one place. `position` null: it has none of it, or is offline. `asOf`: up to when (epoch ms, the
 * system's clock) all of it is in. `fault`: what can't be true of it; the place then counts as empty.
 */
export interface Place {
  readonly position: InventoryPosition | null;
  readonly asOf: number;
  readonly fault: string | null;
}

export type Places = Readonly<Record<string, Place>>;
export type Positions = Extract<FlowEvent, { type: 'positions' }>;

/** Up to when (epoch ms, the system's clock) a role's source was read, as far as this SKU heard. */
export type ReadUpTo = Readonly<Record<string, number>>;

/** Whether a node's goods are for this shop. */
export function isIncluded(settings: AvailabilitySettings, node: string): boolean {
  return Object.hasOwn(settings.nodes, node) && settings.nodes[node]?.include === true;
}

/** What can't be true of a position, in words with the quantity; null: nothing. */
export function faultOf(position: InventoryPosition): string | null {
  for (const name of QUANTITIES) {
    const told = position[name] ?? null;
    if (told === null && name !== 'onHand') continue;
    const units = decimal(told);
    if (units === null) return `${name} is not a number`;
    if (units < 0n) return `${name} is ${told}, below nothing`;
    if (units > UNITS_MAX) return `${name} is ${told}, more than anybody has`;
  }
  return null;
}

/** Takes in how far a telling's sources were read; an older one changes nothing. */
export function withReading(known: ReadUpTo, { sources }: Positions, now: number): ReadUpTo {
  const told = Object.entries(sources ?? {}).map(([role, { upTo }]): [string, number] => [
    role,
    Math.max(instant(upTo, now) ?? 0, known[role] ?? 0),
  ]);
  return { ...known, ...Object.fromEntries(told) };
}

/**
 * Takes a telling in: of each place the newest statement stands, by its as-of; an older one changes nothing, nor does one of
 * a place that the newest reading left out (`read`). A place that the telling leaves out is empty as of what its source was
 * read up to, unless it was told of later than that.
 */
export function withPositions(
  known: Places,
  told: Positions,
  settings: AvailabilitySettings,
  now: number,
  read: ReadUpTo,
): Places {
  const places = new Map(Object.entries(known).filter(([node]) => isIncluded(settings, node)));
  const readUpTo = (node: string): number | null =>
    instant(told.sources?.[settings.nodes[node]?.role ?? '']?.upTo, now);
  const named = new Set<string>();
  for (const position of told.positions) {
    const { node } = position;
    if (!isIncluded(settings, node)) continue;
    named.add(node);
    const before = places.get(node)?.asOf ?? read[settings.nodes[node]?.role ?? ''] ?? 0;
    const stated = instant(position.asOf, now);
    const asOf = Math.max(stated ?? before, readUpTo(node) ?? 0);
    if (asOf < before) continue;
    places.set(node, { position, asOf, fault: stated === null ? 'asOf is no instant of the past' : faultOf(position) });
  }
  for (const [node, { position, asOf }] of places) {
    const upTo = readUpTo(node) ?? asOf;
    if (named.has(node) || position === null || asOf > upTo) continue;
    places.set(node, { position: null, asOf: upTo, fault: null });
  }
  return Object.fromEntries(places);
}

/** Epoch ms; null: nothing is told, or what can't be: after it a place could not be told of for years. */
function instant(told: string | null | undefined, now: number): number | null {
  const at = typeof told === 'string' ? Date.parse(told) : Number.NaN;
  return at <= now + DAY_MS ? at : null;
}

function decimal(told: unknown): bigint | null {
  try {
    return typeof told === 'string' ? scaled(told) : null;
  } catch {
    return null;
  }
}
