import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { write } from '../../../api/request.ts';
import type { Mailbox } from '../../../api/shapes.ts';

/** A new address; the one before leads nowhere at once. */
export function useRenewMailbox() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<Mailbox>('POST', '/mailbox-key', { confirm: true }),
    onSuccess: (mailbox) => client.setQueryData(keys.mailbox, mailbox),
  });
}
