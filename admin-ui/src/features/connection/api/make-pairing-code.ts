import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { write } from '../../../api/request.ts';
import type { PairingCode } from '../../../api/shapes.ts';

/** A new one-time code, which replaces the one before. Kept in this screen's memory only: it can't be shown again. */
export function useMakePairingCode() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<PairingCode>('POST', '/pairing-code'),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: keys.status }),
  });
}
