import type { QueryValues } from '../../api/request.ts';
import { pageFrom, pageParam } from '../../place/page.ts';
import type { ListParams } from '../../place/place.ts';

export const PER_PAGE = 25;

/** What the address says of the list: how SKUs begin, whether only those that need a person are shown, and the page. */
export interface StockView {
  readonly search: string;
  readonly troubled: boolean;
  readonly page: number;
}

export function viewFrom(list: ListParams): StockView {
  return {
    search: (list.sku ?? '').slice(0, 100),
    troubled: list.troubled === '1',
    page: pageFrom(list.p),
  };
}

export function paramsFrom({ search, troubled, page }: StockView): ListParams {
  return { sku: search, troubled: troubled ? '1' : '', p: pageParam(page) };
}

export const queryFrom = ({ search, troubled, page }: StockView): QueryValues => ({
  search: search.trim() || undefined,
  exceptions: troubled || undefined,
  page,
  per_page: PER_PAGE,
});

export const isNarrowed = ({ search, troubled }: StockView): boolean => search.trim() !== '' || troubled;
