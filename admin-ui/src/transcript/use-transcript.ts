import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { read, write } from '../api/request.ts';
import type { TranscriptState } from '../api/shapes.ts';
import { refreshMs } from '../refresh/refresh.ts';

/** A subject's own characters are all good in a path (contracts: `SubjectKey`). */
const pathOf = (subject: string): string => `/transcripts/${subject}`;

const transcriptQuery = (subject: string) =>
  queryOptions({
    queryKey: keys.transcript(subject),
    queryFn: ({ signal }) => read<TranscriptState>(pathOf(subject), {}, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'asked' ? refreshMs.moving : false),
  });

/** What is known of a subject's dealings with its systems; looks again while the worker is asked. */
export const useTranscript = (subject: string) => useQuery(transcriptQuery(subject));

/** Asks the worker, by way of the shop. */
export function useAskForTranscript(subject: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<TranscriptState>('POST', pathOf(subject)),
    onSuccess: (asked) => client.setQueryData(keys.transcript(subject), asked),
  });
}
