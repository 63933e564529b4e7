import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { ExceptionRow, ExceptionSubject } from '../../../api/shapes.ts';
import { refreshMs } from '../../../refresh/refresh.ts';

/** An exception with its subjects, at most 500 of them, oldest first. */
export interface ExceptionDetail extends ExceptionRow {
  readonly all_subjects: readonly ExceptionSubject[];
}

/** A cause's own characters are all good in a path (contracts: `SubjectException.cause`); a proxy may refuse `%2F`. */
const exceptionQuery = (cause: string) =>
  queryOptions({
    queryKey: keys.exceptions.detail(cause),
    queryFn: ({ signal }) => read<ExceptionDetail>(`/exceptions/${cause}`, {}, signal),
    refetchInterval: refreshMs.calm,
  });

export const useException = (cause: string) => useQuery(exceptionQuery(cause));
