import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { type QueryValues, read } from '../../../api/request.ts';
import type { ReturnPage } from '../../../api/shapes.ts';
import { refreshMs } from '../../../refresh/refresh.ts';

const returnsQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: keys.returns.list(query),
    queryFn: ({ signal }) => read<ReturnPage>('/returns', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs.calm,
  });

export const useReturns = (query: QueryValues) => useQuery(returnsQuery(query));
