import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/request.ts';
import type { ExceptionRow, ExceptionSubject } from '../../../api/shapes.ts';
import { refreshMs } from '../../../refresh/refresh.ts';

/** An exception with a page of its subjects, oldest first. */
export interface ExceptionDetail extends ExceptionRow {
  readonly subject_list: readonly ExceptionSubject[];
}

interface PageOf {
  readonly page: number;
  readonly per_page: number;
}

/** A cause's own characters are all good in a path (contracts: `SubjectException.cause`); a proxy may refuse `%2F`. */
const exceptionQuery = (cause: string, { page, per_page }: PageOf) =>
  queryOptions({
    queryKey: keys.exceptions.detail(cause, { page, per_page }),
    queryFn: ({ signal }) => read<ExceptionDetail>(`/exceptions/${cause}`, { page, per_page }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs.calm,
  });

export const useException = (cause: string, page: PageOf) => useQuery(exceptionQuery(cause, page));
