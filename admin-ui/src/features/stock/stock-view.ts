import type { QueryValues } from '../../api/request.ts';
import type { CommandName } from '../../api/shapes.ts';
import { decisionOf } from '../../commands/decisions.ts';
import type { ListParams } from '../../place/place.ts';

const PER_PAGE = 25;

/** What the address says of the list: how SKUs begin, whether only those that need a person are shown, and the page. */
export interface StockView {
  readonly search: string;
  readonly troubled: boolean;
  readonly page: number;
}

export function viewFrom(list: ListParams): StockView {
  const page = Number(list.p);
  return {
    search: (list.sku ?? '').slice(0, 100),
    troubled: list.troubled === '1',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

export function paramsFrom({ search, troubled, page }: StockView): ListParams {
  return { sku: search, troubled: troubled ? '1' : '', p: page > 1 ? String(page) : '' };
}

export const queryFrom = ({ search, troubled, page }: StockView): QueryValues => ({
  search: search.trim() || undefined,
  exceptions: troubled || undefined,
  page,
  per_page: PER_PAGE,
});

export const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / PER_PAGE));

export const isNarrowed = ({ search, troubled }: StockView): boolean => search.trim() !== '' || troubled;

/** What was told and held waits for a yes or a no; all else of a source closes by itself. */
export function asks(cause: string): readonly CommandName[] {
  return decisionOf(cause)?.reject ? ['approve', 'reject'] : ['acknowledge'];
}
