/** The page of a list, from 1, as the address says it. */
export function pageFrom(text: string | undefined): number {
  const page = Number(text);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}

/** As the address keeps it: the first goes without saying. */
export const pageParam = (page: number): string => (page > 1 ? String(page) : '');

export const pagesOf = (total: number, perPage: number): number => Math.max(1, Math.ceil(total / perPage));
