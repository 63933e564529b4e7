import type { OrderSnapshot, WarehouseOrder } from '@causeway/contracts';
import { releaseNumber } from '../../../policy/release-id.ts';
import { isLive } from '../../errand/dealings.ts';
import { row } from '../canonical/row.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import { releasesOf } from './releases.ts';

type Substituted = NonNullable<NonNullable<OrderState['erp']['doc']>['substitutions']>[number];

/** An SKU in the words of ERP and warehouse. */
export const skuOf = (sku: string, { mapping }: OrderSettings): string => row(mapping.skus, sku) ?? sku;

/** What a substitution is called in the ERP: by the release that it is for, and the line. */
export const substitutionRef = (release: string, lineId: string): string => `${release}-${lineId}`;

/** What the ERP took in the place of units of a line, as last read back. */
export function substitutedLine({ erp }: OrderState, lineId: string): Substituted | undefined {
  return erp.doc?.substitutions?.findLast((one) => one.lineId === lineId);
}

/** What a line's units may leave as, best first. Once the ERP took a substitute it is that. */
export function candidates(state: OrderState, settings: OrderSettings, item: OrderSnapshot['items'][number]): string[] {
  const taken = substitutedLine(state, String(item.id));
  if (taken !== undefined) return [taken.sku];
  const may = settings.shortPick === 'substitute' && mayReplace(state, settings);
  const others = may ? (row(settings.substitutes, item.sku) ?? []) : [];
  return [item.sku, ...others].map((sku) => skuOf(sku, settings));
}

const YES = new Set(['1', 'true', 'yes', 'on']);

/** The order's customer accepts substitutes, where the shop asks that. */
function mayReplace({ shop }: OrderState, { substitutesMetaKey: key }: OrderSettings): boolean {
  if (key === null) return true;
  const meta = shop.order?.meta ?? {};
  return Object.hasOwn(meta, key) && YES.has(String(meta[key]).trim().toLowerCase());
}

/** What a release sent in a line's place; undefined: what was ordered. */
export function sentFor(state: OrderState, release: WarehouseOrder, lineId: string): string | undefined {
  const { externalId } = state;
  const taken = substitutedLine(state, lineId);
  if (taken === undefined || externalId === null) return undefined;
  const since = releaseNumber(externalId, taken.ref.slice(0, -`-${lineId}`.length)) ?? 1;
  return (releaseNumber(externalId, release.externalId) ?? 1) >= since ? taken.sku : undefined;
}

/** Told to the customer once for each substitution whose release the warehouse has. */
export function substituteNotes(state: OrderState) {
  const there = new Set(releasesOf(state).flatMap((doc) => (isLive(doc) ? [doc.externalId] : [])));
  return (state.erp.doc?.substitutions ?? []).flatMap(({ ref, lineId, sku, quantity }) => {
    const item = state.shop.order?.items.find(({ id }) => String(id) === lineId);
    if (item === undefined || !there.has(ref.slice(0, -`-${lineId}`.length))) return [];
    const text = `In place of ${quantity} × ${item.name} we send ${quantity} × ${sku}, at the same price.`;
    return [{ name: `substitute:${ref}`, body: { text: text.slice(0, 2000), audience: 'customer' as const } }];
  });
}
