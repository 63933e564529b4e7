import type { Shipment, WarehouseOrder } from '@causeway/contracts';
import { releaseId, releaseNumber } from '../../../policy/release-id.ts';
import { scaled } from '../../../policy/rounding/money.ts';
import { isLive } from '../../errand/dealings.ts';
import type { OrderState } from '../state.ts';

type Releases = Pick<OrderState, 'earlier' | 'wms'>;

/** All releases of the order that are known, oldest first. */
export const releasesOf = ({ earlier, wms }: Releases): readonly WarehouseOrder[] =>
  wms.doc === null ? earlier : [...earlier, wms.doc];

/** The newest release that is known. */
const latestRelease = (state: Releases): WarehouseOrder | null => releasesOf(state).at(-1) ?? null;

/** The warehouse has, or had and closed, a release of it. */
export const isReleased = (state: Releases): boolean => isLive(latestRelease(state));

/** What has left so far, in the warehouse's own words. */
export const shipmentsOf = (state: Releases): readonly Shipment[] =>
  releasesOf(state).flatMap(({ shipments }) => shipments);

/** Units of a line that left with these releases, as `scaled`. */
export function unitsIn(releases: readonly WarehouseOrder[], lineId: string): bigint {
  let units = 0n;
  for (const { shipments } of releases) {
    for (const { lines } of shipments) {
      for (const line of lines) if (line.lineId === lineId) units += scaled(line.quantity);
    }
  }
  return units;
}

/** `WR-000007, WR-000012` */
export const releasesNamed = (state: Releases): string =>
  releasesOf(state)
    .map(({ id }) => id)
    .join(', ');

/** By what the release under way is found; null: the order has no external id yet. */
export const currentReleaseId = ({ externalId, nth }: OrderState): string | null =>
  externalId === null ? null : releaseId(externalId, nth);

/**
 * Takes in what a look-up showed of the releases before the one under way; one that is newer than what is known here (an
 * engine before this one made it) is the one under way. Gives live ones that are too many under one id.
 */
export function takeEarlier(state: OrderState, all: readonly WarehouseOrder[]): WarehouseOrder[] {
  const { externalId, wms } = state;
  if (externalId === null) return [];
  const numbered = all.map((doc) => ({ doc, nth: releaseNumber(externalId, doc.externalId) ?? 0 }));
  const newest = Math.max(state.nth, ...numbered.flatMap(({ doc, nth }) => (isLive(doc) ? [nth] : [])));
  const known = releasesOf(state);
  if (newest > state.nth) {
    state.nth = newest;
    // What it was asked to send was not written down here: it is called back where that can still be.
    state.leftOut = '';
    wms.doc = null;
  }
  const surplus: WarehouseOrder[] = [];
  const earlier: WarehouseOrder[] = [];
  for (let nth = 1; nth < newest; nth += 1) {
    const docs = numbered.flatMap((each) => (each.nth === nth ? [each.doc] : []));
    const before = known.find((doc) => releaseNumber(externalId, doc.externalId) === nth);
    const kept = docs.find(({ id }) => id === before?.id) ?? docs.find(isLive) ?? before;
    if (kept !== undefined) earlier.push(kept);
    surplus.push(...docs.filter((doc) => isLive(doc) && doc.id !== kept?.id));
  }
  state.earlier = earlier;
  return surplus;
}

/** The release under way is none, or ended by us: what was closed before it is what there is. */
export function stepBack(state: OrderState, now: number): void {
  const last = state.earlier.at(-1);
  state.nth -= 1;
  // It was to leave because the ERP had its units again: an ERP that has them still says so only once.
  state.rest = { since: now, lacking: true, found: null };
  state.earlier = state.earlier.slice(0, -1);
  state.redo = false;
  Object.assign(state.wms, { doc: last ?? null, absent: last === undefined, claimed: null, gone: false });
}
