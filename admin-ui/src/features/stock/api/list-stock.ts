import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { type QueryValues, read } from '../../../api/request.ts';
import type { StockPage } from '../../../api/shapes.ts';
import { refreshEvery } from '../../../refresh/refresh.ts';

const stockQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: keys.stock.list(query),
    queryFn: ({ signal }) => read<StockPage>('/stock', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => refreshEvery(state.data?.sources.some(isAsked) ?? false),
  });

const isAsked = ({ exception_list }: StockPage['sources'][number]): boolean =>
  exception_list.some(({ requested }) => requested !== null);

/** A page of SKUs, and the systems that tell of stock. */
export const useStock = (query: QueryValues) => useQuery(stockQuery(query));
