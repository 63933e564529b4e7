import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { ReturnDetail } from '../../../api/shapes.ts';
import { refreshEvery } from '../../../refresh/refresh.ts';

const returnQuery = (key: string) =>
  queryOptions({
    queryKey: keys.returns.detail(key),
    queryFn: ({ signal }) => read<ReturnDetail>(`/returns/${key}`, {}, signal),
    refetchInterval: ({ state }) => refreshEvery(state.data?.open === true),
  });

export const useReturn = (key: string) => useQuery(returnQuery(key));
