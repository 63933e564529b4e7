import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { read } from '../api/request.ts';
import type { ShopStatus } from '../api/shapes.ts';
import { refreshMs } from '../refresh/refresh.ts';

/** Asking also tells the shop that someone has the panel open, so that the worker comes every second. */
const statusQuery = queryOptions({
  queryKey: keys.status,
  queryFn: async ({ signal }) => {
    const status = await read<ShopStatus>('/status', {}, signal);
    return { ...status, skewMs: status.now - Date.now() };
  },
  refetchInterval: ({ state }) => ((state.data?.backlog.rows ?? 0) > 0 ? refreshMs.moving : refreshMs.status),
});

export const useStatus = () => useQuery(statusQuery);
