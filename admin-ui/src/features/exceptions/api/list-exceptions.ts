import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { type QueryValues, read } from '../../../api/request.ts';
import type { ExceptionPage } from '../../../api/shapes.ts';
import { refreshEvery } from '../../../refresh/refresh.ts';

const exceptionsQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: keys.exceptions.list(query),
    queryFn: ({ signal }) => read<ExceptionPage>('/exceptions', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      refreshEvery(state.data?.exceptions.some(({ requested }) => requested !== null) ?? false),
  });

export const useExceptions = (query: QueryValues) => useQuery(exceptionsQuery(query));
