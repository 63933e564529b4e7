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

/** Where not every exception's "retry, or resolve": a payment that may have been made is never asked for again. */
const byCause: Readonly<Record<string, readonly CommandName[]>> = {
  'validation:refund_approval': ['approve', 'reject'],
  'unknown_outcome:refund': ['resolve', 'reject'],
  'validation:refund_by_hand': ['resolve', 'reject'],
  'validation:refund_failed': ['retry', 'reject'],
  'total_mismatch:refund_above_paid': ['resolve', 'reject'],
  'conflict:withdrawn_late': ['resolve', 'reject'],
};

/** What can be asked of an exception of a return (docs/flows/returns.md). */
export const asks = (cause: string): readonly CommandName[] => byCause[cause] ?? ['retry', 'resolve'];
