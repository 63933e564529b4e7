import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { write } from '../../../api/request.ts';

/** Withdraws a return that was asked for in the shop. Refused once its goods are back. */
export function useWithdrawal(key: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write('DELETE', `/return-requests/${key}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.returns.all }),
  });
}
