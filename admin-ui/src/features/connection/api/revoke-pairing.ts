import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { write } from '../../../api/request.ts';

/** Voids the worker's credential at once. */
export function useRevokePairing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<{ revoked: true }>('DELETE', '/pairing'),
    onSettled: () => client.invalidateQueries({ queryKey: keys.status }),
  });
}
