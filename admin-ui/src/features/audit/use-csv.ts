import { useMutation } from '@tanstack/react-query';
import type { QueryValues } from '../../api/request.ts';
import { EXPORT_MAX, readAll } from './api/list-audit.ts';
import { toCsv } from './csv.ts';

/** Fetches all that match and hands it to the browser as a file; `cut`: there may be more. */
export function useCsv(query: QueryValues) {
  return useMutation({
    mutationFn: async () => {
      const entries = await readAll(query);
      save(toCsv(entries), 'causeway-audit.csv');
      return { cut: entries.length >= EXPORT_MAX };
    },
  });
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
