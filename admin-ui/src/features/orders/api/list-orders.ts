import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { OrderPage } from '../../../api/shapes.ts';
import { refreshEvery } from '../../../refresh/refresh.ts';
import { isMoving } from '../../../words/order-state.ts';
import type { OrdersQuery } from '../orders-view.ts';

const ordersQuery = (query: OrdersQuery) =>
  queryOptions({
    queryKey: keys.orders.list(query),
    queryFn: ({ signal }) => read<OrderPage>('/orders', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => refreshEvery(state.data?.orders.some(isMoving) ?? false),
  });

/** A page of orders; the page before stays on the screen until the next one is there. */
export const useOrders = (query: OrdersQuery) => useQuery(ordersQuery(query));
