import type { HeldStock } from '@causeway/contracts';
import type { AvailabilitySettings } from '../flows/availability/settings.ts';
import { fromScaled } from '../policy/rounding/money.ts';

/** A SKU's units that can be touched (on hand, neither damaged nor quarantined; scaled), before and after a telling. */
export interface Change {
  readonly sku: string;
  readonly before: bigint;
  readonly after: bigint;
}

/** Units of the whole source before the telling. */
export interface Weighed {
  readonly changes: readonly Change[];
  readonly total: bigint;
}

const LARGEST_MAX = 20;
const PARTS = 1_000_000n;

/** Does it look like a mistake rather than like trade: so many SKUs fall, of them too many to nothing, or too much in all? */
export function isSuspicious({ changes, total }: Weighed, guard: AvailabilitySettings['guard']): boolean {
  const falls = fallsOf(changes);
  if (falls.length < guard.skusMin) return false;
  const zeros = falls.filter(({ after }) => after <= 0n).length;
  if (zeros >= falls.length * guard.zeroShare) return true;
  const lost = total - totalAfter({ changes, total });
  return total > 0n && lost * PARTS >= total * BigInt(Math.round(guard.dropShare * Number(PARTS)));
}

/** What a person has to see before they let it pass. */
export function preview(id: string, since: number, weighed: Weighed): HeldStock {
  const falls = fallsOf(weighed.changes);
  const largest = falls
    .toSorted((one, other) => Number(lossOf(other) - lossOf(one)) || (one.sku < other.sku ? -1 : 1))
    .slice(0, LARGEST_MAX);
  return {
    id,
    since,
    falls: falls.length,
    zeros: falls.filter(({ after }) => after <= 0n).length,
    before: fromScaled(weighed.total),
    after: fromScaled(totalAfter(weighed)),
    largest: largest.map(({ sku, before, after }) => ({ sku, before: fromScaled(before), after: fromScaled(after) })),
  };
}

/** The SKUs of which less is there; what was nothing before can't fall. */
export function fallsOf(changes: readonly Change[]): Change[] {
  return changes.filter(({ before, after }) => before > 0n && after < before);
}

function totalAfter({ changes, total }: Weighed): bigint {
  return changes.reduce((sum, { before, after }) => sum + after - before, total);
}

const lossOf = ({ before, after }: Change): bigint => before - after;
