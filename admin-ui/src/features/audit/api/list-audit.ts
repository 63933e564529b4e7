import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { type QueryValues, read } from '../../../api/request.ts';
import type { AuditEntry, AuditPage } from '../../../api/shapes.ts';
import { refreshMs } from '../../../refresh/refresh.ts';

const auditQuery = (query: QueryValues) =>
  queryOptions({
    queryKey: keys.audit.list(query),
    queryFn: ({ signal }) => read<AuditPage>('/audit', query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs.calm,
  });

export const useAudit = (query: QueryValues) => useQuery(auditQuery(query));

const EXPORT_PAGE = 500;
export const EXPORT_MAX = 10_000;

/** All that match, the newest first; of very many the newest `EXPORT_MAX`. */
export async function readAll(query: QueryValues): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let before = query.before;
  do {
    const page = await read<AuditPage>('/audit', { ...query, before, per_page: EXPORT_PAGE });
    entries.push(...page.entries);
    before = page.next ?? undefined;
  } while (before !== undefined && entries.length < EXPORT_MAX);
  return entries;
}
