import type { DatabaseSync } from 'node:sqlite';

/** What a statement finds; what it names is what `T` says. */
export const rows = <T>(store: DatabaseSync, sql: string) =>
  store
    .prepare(sql)
    .all()
    .map((row) => ({ ...row })) as unknown as T[];
