import { createHash } from 'node:crypto';
import type { ErpOrderInFull, WarehouseOrder } from '@causeway/contracts';
import { readable } from '../../policy/rounding/currency.ts';
import { scaled } from '../../policy/rounding/money.ts';
import type { OrderVariance, OrderVarianceKind } from '../../policy/variances.ts';
import type { Ordered, Sides } from './sides.ts';

/** States in which the ERP must have one order, and those in which the warehouse must have one release. */
const AT_ERP = ['accepted', 'waiting_for_stock', 'releasing'];
const AT_WAREHOUSE = ['released', 'picked', 'packed', 'partially_shipped', 'shipped', 'completed'];
/** Ends in which nobody expects anything of the back office. */
const LEFT_TO_PEOPLE = ['skipped', 'closed_by_person', 'lost_in_restore', 'before_go_live'];
const LEFT = ['shipped', 'closed'];

/** Where the systems of record disagree about one order; what the panel shows as waiting or held is no disagreement. */
export function compareOrder(sides: Sides): OrderVariance[] {
  const { known, wants, wms } = sides;
  const erp = sides.erp.filter(isLive);
  const releases = wms.filter(isLive);
  const doubled = [
    ...(erp.length > 1 ? [said('erp_doubled', `Live in the ERP: ${numbers(erp)}.`)] : []),
    ...(isDoubled(releases) ? [said('release_doubled', `Live in the warehouse: ${ids(releases)}.`)] : []),
  ];
  if (known === null) return wants === 'send' ? [said('never_captured', 'No worker has ever told of it.')] : doubled;
  if (LEFT_TO_PEOPLE.includes(known.state)) return doubled;
  const alone = releases.length > 0 && erp.length === 0;
  if (known.state === 'cancelled') return [...doubled, ...cancelled(erp, releases)];
  const reached = AT_ERP.includes(known.state) || AT_WAREHOUSE.includes(known.state);
  if (!reached) return alone ? [...doubled, said('release_alone', `${ids(releases)}.`)] : doubled;
  if (wants === 'cancel' && AT_ERP.includes(known.state)) {
    return [...doubled, said('cancel_unseen', `Causeway's last word was "${known.state}".`)];
  }
  return [
    ...doubled,
    ...(alone ? [said('release_alone', `${ids(releases)}.`)] : []),
    ...atErp(sides, erp),
    ...(AT_WAREHOUSE.includes(known.state) ? atWarehouse(sides, releases) : []),
  ];
}

/** What was not found leaves with a later release, under a name of its own. */
const isDoubled = (releases: readonly WarehouseOrder[]): boolean =>
  new Set(releases.map(({ externalId }) => externalId)).size < releases.length;

function cancelled(erp: readonly ErpOrderInFull[], releases: readonly WarehouseOrder[]): OrderVariance[] {
  const left = erp.filter(({ status }) => !LEFT.includes(status));
  const unshipped = releases.filter(({ status }) => status !== 'shipped');
  return [
    ...(left.length > 0 ? [said('erp_alive', `${numbers(left)}.`)] : []),
    ...(unshipped.length > 0 ? [said('release_alive', `${ids(unshipped)}.`)] : []),
  ];
}

function atErp({ known, ordered, erp: all, toleranceMinor }: Sides, live: readonly ErpOrderInFull[]): OrderVariance[] {
  const [doc] = live;
  if (doc === undefined) {
    const ended = all.find(({ status }) => status === 'cancelled');
    return ended === undefined
      ? [said('erp_missing', `The shop shows ${known?.erp_number ?? 'no number'}; a look-up finds none.`)]
      : [said('erp_cancelled', `${ended.number} is cancelled there.`)];
  }
  const variances: OrderVariance[] = [];
  const shown = known?.erp_number ?? null;
  if (!live.some(({ number }) => number === shown)) {
    variances.push(said('erp_number', `The shop shows ${shown ?? 'none'}, the ERP has ${doc.number}.`));
  }
  if (ordered === null) return variances;
  const isNear = Math.abs(doc.totalMinor - ordered.totalMinor) <= toleranceMinor;
  if (!isNear || doc.currency !== ordered.currency) {
    const theirs = readable(doc.totalMinor, doc.currency);
    variances.push(said('total', `The shop has ${readable(ordered.totalMinor, ordered.currency)}, the ERP ${theirs}.`));
  }
  if (doc.lines !== undefined) variances.push(...linesAtErp(ordered, doc.lines));
  return variances;
}

function linesAtErp(ordered: Ordered, theirs: NonNullable<ErpOrderInFull['lines']>): OrderVariance[] {
  const ours = quantities(ordered.lines.map(({ sku, quantity }) => [sku, quantity]));
  const there = quantities(theirs.map(({ sku, quantity }) => [sku, quantity]));
  const differing = [...new Set([...ours.keys(), ...there.keys()])].filter(
    (sku) => (ours.get(sku) ?? 0n) !== (there.get(sku) ?? 0n),
  );
  if (differing.length === 0) return [];
  return [said('erp_lines', `Other quantities of ${some(differing)}.`)];
}

function atWarehouse(sides: Sides, live: readonly WarehouseOrder[]): OrderVariance[] {
  const { known, ordered, wms, wants } = sides;
  const [release] = live;
  if (release === undefined) {
    if (wants === 'cancel') return [];
    const ended = wms.find(({ status }) => status === 'cancelled');
    return ended === undefined
      ? [said('release_missing', 'A look-up finds none.')]
      : [said('release_cancelled', `${ended.id} is cancelled there.`)];
  }
  const variances: OrderVariance[] = [];
  const open = live.find(({ status }) => status !== 'shipped');
  if (known?.state === 'completed' && open !== undefined) {
    variances.push(said('not_shipped', `The warehouse says "${open.status}" of ${open.id}.`));
  }
  if (ordered === null) return variances;
  // Of two under one id the later is one too many, and said to be.
  variances.push(...shippedLines(ordered, isDoubled(live) ? [release] : live));
  if (sides.shown !== undefined && wants !== 'cancel') variances.push(...unseenShipments(ordered, sides.shown, live));
  return variances;
}

/** Parcels that left, with goods of the order, and that the customer can't see. */
function unseenShipments(ordered: Ordered, shown: readonly string[], live: readonly WarehouseOrder[]): OrderVariance[] {
  const ours = new Set(ordered.lines.map(({ lineId }) => lineId));
  const left = live
    .flatMap(({ shipments }) => shipments)
    .filter(({ lines }) => lines.some(({ lineId, quantity }) => ours.has(lineId) && scaled(quantity) > 0n));
  const unseen = left.map(({ id }) => id).filter((id) => !shown.includes(shownAs(id)));
  return unseen.length === 0 ? [] : [said('shipment_unseen', `Not in the shop: ${some(unseen)}.`)];
}

/** As `PastOrder.shipments` has it; the shop is told 64 characters of an id. */
const shownAs = (id: string): string =>
  createHash('md5')
    .update(`causeway:${id.slice(0, 64)}`)
    .digest('hex');

/** More than was ordered, or of lines that nobody ordered; what is still to come is no variance. */
function shippedLines(ordered: Ordered, releases: readonly WarehouseOrder[]): OrderVariance[] {
  const wanted = quantities(ordered.lines.map(({ lineId, quantity }) => [lineId, quantity]));
  const shipments = releases.flatMap((release) => release.shipments);
  const sent = quantities(shipments.flatMap(({ lines }) => lines.map(({ lineId, quantity }) => [lineId, quantity])));
  const beyond = [...sent].filter(([lineId, quantity]) => quantity > (wanted.get(lineId) ?? 0n)).map(([id]) => id);
  return beyond.length === 0 ? [] : [said('shipped_lines', `More than was ordered of line ${some(beyond)}.`)];
}

function quantities(lines: readonly (readonly [string, string])[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, quantity] of lines) sums.set(key, (sums.get(key) ?? 0n) + scaled(quantity));
  return sums;
}

const said = (kind: OrderVarianceKind, detail: string): OrderVariance => ({ kind, detail });
const isLive = ({ status }: { readonly status: string }): boolean => status !== 'cancelled';
const numbers = (docs: readonly ErpOrderInFull[]): string => some(docs.map(({ number }) => number));
const ids = (releases: readonly WarehouseOrder[]): string => some(releases.map(({ id }) => id));

function some(words: readonly string[]): string {
  const shown = words.slice(0, 5).join(', ');
  return words.length > 5 ? `${shown} and ${words.length - 5} more` : shown;
}
