import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { write } from '../../api/request.ts';
import type { RestoreChoice } from '../../api/shapes.ts';

/** Decides how a restored shop goes on; or says that the right database will be put back, which changes nothing. */
export function useChooseRestore() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (choice: RestoreChoice) => write<Pick<RestoreChoice, 'choice'>>('POST', '/restore', choice),
    onSettled: () =>
      Promise.all(
        [keys.status, keys.orders.all, keys.exceptions.all].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}
