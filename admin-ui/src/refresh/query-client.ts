import { QueryClient } from '@tanstack/react-query';
import { RequestRefused } from '../api/request.ts';

/** A refusal (4xx) is an answer and isn't asked again; what may be passing is asked twice more. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof RequestRefused && error.status >= 400 && error.status < 500),
        refetchIntervalInBackground: false,
      },
    },
  });
}
