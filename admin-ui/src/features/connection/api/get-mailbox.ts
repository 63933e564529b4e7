import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { Mailbox } from '../../../api/shapes.ts';

const mailboxQuery = queryOptions({
  queryKey: keys.mailbox,
  queryFn: ({ signal }) => read<Mailbox>('/mailbox-key', {}, signal),
});

/** The mailbox's address: administrators only. */
export const useMailbox = () => useQuery(mailboxQuery);
