import type { ReturnBegun } from '@causeway/contracts';
import { ofOrder } from '../policy/release-id.ts';
import { namedBy, orderOf } from '../policy/return-subject.ts';
import type { OutsideSystem } from '../systems/system.ts';

/** A document of ours at an outside system, as its external id names it. */
export interface OurDocument {
  readonly document: string;
  readonly shop: string;
  readonly subject: string;
  /** A return that the system's own people began, with the order that it is under; null: a document that we made. */
  readonly begun: (ReturnBegun & { readonly order: string }) | null;
}

/**
 * The documents among these that are ours, each once. The external id itself names shop and subject (design 5), so no index
 * is needed; what has another form, or another shop's code, belongs to somebody else. A system's own return is named
 * `<external id of the order>/<its own number>`. A later release of an order is told of under the order's own id.
 */
export function ourDocuments(
  externalIds: readonly string[],
  { role }: Pick<OutsideSystem, 'role'>,
  shops: ReadonlySet<string>,
): OurDocument[] {
  const ours: OurDocument[] = [];
  for (const document of new Set(externalIds.map(ofOrder))) {
    const named = namedBy(document, role);
    if (named === null || !shops.has(named.shop)) continue;
    const { shop, subject, begun } = named;
    const order = begun === null ? '' : orderOf(begun.orderExternalId);
    ours.push({ document, shop, subject, begun: begun && { about: 'begun', role, ...begun, order } });
  }
  return ours;
}
