import { ExternalId } from '@causeway/contracts';

/** A document of ours at an outside system, as its external id names it. */
export interface OurDocument {
  readonly document: string;
  readonly shop: string;
  readonly subject: string;
}

/**
 * The documents among these that are ours, each once. The external id itself names shop and order (design 5), so no index
 * is needed; what has another form, or another shop's code, belongs to somebody else.
 */
export function ourDocuments(externalIds: readonly string[], shops: ReadonlySet<string>): OurDocument[] {
  const ours: OurDocument[] = [];
  for (const document of new Set(externalIds)) {
    if (!ExternalId.safeParse(document).success) continue;
    const [shop = '', order = ''] = document.split('-');
    if (shops.has(shop)) ours.push({ document, shop, subject: `order/${order}` });
  }
  return ours;
}
