/** Where someone is in the panel, as the address says it: tab, an opened order, and the list's own parameters. */
export interface Place {
  readonly tab: Tab;
  readonly order: number | null;
  /** Filters, search, sort and page of the tab's list; each list reads its own. */
  readonly list: ListParams;
}

export const tabs = ['orders', 'returns', 'stock', 'exceptions', 'audit', 'connection'] as const;
export type Tab = (typeof tabs)[number];
export type ListParams = Readonly<Record<string, string>>;

/** `page` is WordPress's: which admin page this is. */
const reserved = new Set(['page', 'tab', 'order']);

export function placeFrom(search: string): Place {
  const params = new URLSearchParams(search);
  const tab = tabs.find((name) => name === params.get('tab')) ?? 'orders';
  const order = Number(params.get('order'));
  const list: Record<string, string> = {};
  for (const [name, value] of params) if (!reserved.has(name)) list[name] = value;
  return { tab, order: tab === 'orders' && Number.isSafeInteger(order) && order > 0 ? order : null, list };
}

/** The query of the address for `place`, keeping WordPress's `page` of the current one. */
export function searchOf(place: Place, current: string): string {
  const params = new URLSearchParams();
  params.set('page', new URLSearchParams(current).get('page') ?? 'causeway');
  if (place.tab !== 'orders') params.set('tab', place.tab);
  if (place.order !== null) params.set('order', String(place.order));
  for (const [name, value] of Object.entries(place.list)) if (value !== '') params.set(name, value);
  return `?${params}`;
}
