import type { QueryValues } from '../../api/request.ts';
import { pageFrom, pageParam } from '../../place/page.ts';
import type { ListParams } from '../../place/place.ts';

export const PER_PAGE = 25;

/** What the address says of the list: the return that is opened, which are shown, and the page. */
export interface ReturnsView {
  readonly opened: string | null;
  readonly all: boolean;
  readonly page: number;
}

export function viewFrom(list: ListParams): ReturnsView {
  return {
    opened: /^[A-Za-z0-9.-]{1,57}$/.test(list.return ?? '') ? (list.return ?? null) : null,
    all: list.all === '1',
    page: pageFrom(list.p),
  };
}

export function paramsFrom({ opened, all, page }: ReturnsView): ListParams {
  return { return: opened ?? '', all: all ? '1' : '', p: pageParam(page) };
}

/** Open ones alone, unless all are wanted. */
export const queryFrom = ({ all, page }: ReturnsView): QueryValues => ({
  ...(all ? {} : { open: true }),
  page,
  per_page: PER_PAGE,
});
