import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { OrderDetail } from '../../../api/shapes.ts';
import { refreshEvery } from '../../../refresh/refresh.ts';
import { isMoving } from '../../../words/order-state.ts';

const orderQuery = (id: number) =>
  queryOptions({
    queryKey: keys.orders.detail(id),
    queryFn: ({ signal }) => read<OrderDetail>(`/orders/${id}`, {}, signal),
    refetchInterval: ({ state }) => refreshEvery(state.data ? isChanging(state.data) : false),
  });

/** Something is under way: the flow moves it, a change waits for the worker, or a person asked for something. */
const isChanging = (order: OrderDetail): boolean =>
  isMoving(order) ||
  order.unserved !== null ||
  order.requested !== null ||
  order.exception_list.some(({ requested }) => requested !== null);

export const useOrder = (id: number) => useQuery(orderQuery(id));
