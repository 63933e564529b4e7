import type { ViewTable } from '@wordpress/dataviews/wp';
import type { ListParams } from '../../place/place.ts';

/**
 * The whole state of the orders list is one `view`: it is read from the address, written to the address,
 * and turned into the request. All three directions are pure.
 */
export interface OrdersQuery {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
  readonly search: string | undefined;
  readonly state: readonly string[] | undefined;
  readonly open: boolean | undefined;
  readonly exceptions: boolean | undefined;
  readonly sort: string;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export const columns = ['state', 'reason', 'erp_number', 'since', 'attempt'] as const;
export const perPageSizes = [25, 50, 100] as const;

const layout: NonNullable<ViewTable['layout']> = {
  density: 'compact',
  styles: { reason: { width: '38%', minWidth: '240px' }, state: { width: '1%' }, erp_number: { width: '1%' } },
};
const sortable = ['order_id', 'since'];
const standard = { perPage: 25, sort: { field: 'order_id', direction: 'desc' as const } };

export function viewFrom(params: ListParams): ViewTable {
  const filters: NonNullable<ViewTable['filters']> = [];
  if (params.state) filters.push({ field: 'state', operator: 'isAny', value: params.state.split(',') });
  if (params.open) filters.push({ field: 'open', operator: 'is', value: params.open });
  if (params.exceptions) filters.push({ field: 'exceptions', operator: 'is', value: params.exceptions });
  return {
    type: 'table',
    titleField: 'number',
    layout,
    search: params.search ?? '',
    filters,
    sort: sortFrom(params.sort),
    page: wholeFrom(params.p, 1, 100_000),
    perPage: perPageSizes.find((size) => String(size) === params.per) ?? standard.perPage,
    fields: params.columns?.split(',').filter((id) => columns.some((known) => known === id)) ?? [...columns],
  };
}

/** What differs from the standard view; an untouched list leaves the address bare. */
export function paramsFrom(view: Omit<ViewTable, 'type'>): ListParams {
  const params: Record<string, string> = {};
  const { search, sort, page, perPage, fields } = view;
  if (search) params.search = search;
  const state = filterOf(view, 'state');
  if (Array.isArray(state) && state.length > 0) params.state = state.join(',');
  for (const field of ['open', 'exceptions'] as const) {
    const value = filterOf(view, field);
    if (typeof value === 'string') params[field] = value;
  }
  const order = sort && `${sort.direction === 'desc' ? '-' : ''}${sort.field}`;
  if (order && order !== '-order_id') params.sort = order;
  if (page && page > 1) params.p = String(page);
  if (perPage && perPage !== standard.perPage) params.per = String(perPage);
  if (fields && fields.join() !== columns.join()) params.columns = fields.join();
  return params;
}

export function queryFrom(view: ViewTable): OrdersQuery {
  const state = filterOf(view, 'state');
  const open = filterOf(view, 'open');
  const exceptions = filterOf(view, 'exceptions');
  const sort = view.sort && sortable.includes(view.sort.field) ? view.sort : standard.sort;
  return {
    search: view.search?.trim() || undefined,
    state: Array.isArray(state) && state.length > 0 ? state.map(String) : undefined,
    open: open === undefined ? undefined : open === 'yes',
    exceptions: exceptions === undefined ? undefined : exceptions === 'yes',
    sort: sort.field,
    direction: sort.direction,
    page: view.page ?? 1,
    per_page: view.perPage ?? standard.perPage,
  };
}

/** Whether search or filters leave something out: then an empty list means "no results", not "nothing yet". */
export function isNarrowed(query: OrdersQuery): boolean {
  return [query.search, query.state, query.open, query.exceptions].some((value) => value !== undefined);
}

function filterOf(view: Pick<ViewTable, 'filters'>, field: string): unknown {
  return view.filters?.find((filter) => filter.field === field)?.value ?? undefined;
}

function sortFrom(text: string | undefined): NonNullable<ViewTable['sort']> {
  const field = text?.replace(/^-/, '') ?? '';
  if (text === undefined || !sortable.includes(field)) return standard.sort;
  return { field, direction: text.startsWith('-') ? 'desc' : 'asc' };
}

function wholeFrom(text: string | undefined, least: number, most: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= least && number <= most ? number : least;
}
