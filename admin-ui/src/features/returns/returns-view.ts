import type { QueryValues } from '../../api/request.ts';
import type { CommandName } from '../../api/shapes.ts';
import type { ListParams } from '../../place/place.ts';

const PER_PAGE = 25;

/** What the address says of the list: the return that is opened, which are shown, and the page. */
export interface ReturnsView {
  readonly opened: string | null;
  readonly all: boolean;
  readonly page: number;
}

export function viewFrom(list: ListParams): ReturnsView {
  const page = Number(list.p);
  return {
    opened: /^[A-Za-z0-9.-]{1,57}$/.test(list.return ?? '') ? (list.return ?? null) : null,
    all: list.all === '1',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

export function paramsFrom({ opened, all, page }: ReturnsView): ListParams {
  return { return: opened ?? '', all: all ? '1' : '', p: page > 1 ? String(page) : '' };
}

/** Open ones alone, unless all are wanted. */
export const queryFrom = ({ all, page }: ReturnsView): QueryValues => ({
  ...(all ? {} : { open: true }),
  page,
  per_page: PER_PAGE,
});

export const pagesOf = (total: number): number => Math.max(1, Math.ceil(total / PER_PAGE));

/** What can be asked of an exception of a return. Money waits for a yes or a no; nobody asks a second time for a payment. */
export function asks(cause: string): readonly CommandName[] {
  if (cause === 'validation:refund_approval') return ['approve', 'reject'];
  if (cause === 'unknown_outcome:refund') return ['resolve', 'reject'];
  if (/^(validation:refund_|total_mismatch:refund_|conflict:withdrawn_late)/.test(cause))
    return ['retry', 'resolve', 'reject'];
  return ['retry', 'resolve'];
}
