import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { write } from '../../../api/request.ts';

/** From this instant on orders are sent. Once. */
export function useGoLive() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<{ go_live_at: number }>('POST', '/go-live', { confirm: true }),
    onSettled: () =>
      Promise.all([keys.status, keys.orders.all].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
