import type { Category, Owner } from '@causeway/contracts';
import { pageFrom, pageParam } from '../../place/page.ts';
import type { ListParams } from '../../place/place.ts';

export const PER_PAGE = 25;

/** `open` is what still needs a person: open or acknowledged. */
export const statusChoices = ['open', 'closed', 'all'] as const;
export type StatusChoice = (typeof statusChoices)[number];

export interface ExceptionsView {
  readonly status: StatusChoice;
  readonly owner: Owner | '';
  readonly category: Category | '';
  readonly page: number;
}

export const owners = ['it', 'fulfilment', 'finance', 'support'] as const satisfies readonly Owner[];

export const categories = [
  'connection',
  'timeout',
  'unknown_outcome',
  'rate_limit',
  'authentication',
  'mapping',
  'missing_reference',
  'validation',
  'duplicate',
  'conflict',
  'stock',
  'total_mismatch',
  'too_large',
  'parse',
  'internal',
] as const satisfies readonly Category[];

export function viewFrom(params: ListParams): ExceptionsView {
  return {
    status: statusChoices.find((choice) => choice === params.status) ?? 'open',
    owner: owners.find((owner) => owner === params.owner) ?? '',
    category: categories.find((category) => category === params.category) ?? '',
    page: pageFrom(params.p),
  };
}

export function paramsFrom(view: ExceptionsView): ListParams {
  const { status, owner, category, page } = view;
  return { ...(status === 'open' ? {} : { status }), owner, category, p: pageParam(page) };
}

const statuses = {
  open: ['open', 'acknowledged'],
  closed: ['resolved', 'ignored'],
  all: undefined,
} satisfies Record<StatusChoice, readonly string[] | undefined>;

export function queryFrom(view: ExceptionsView) {
  return {
    status: statuses[view.status],
    owner: view.owner || undefined,
    category: view.category || undefined,
    page: view.page,
    per_page: PER_PAGE,
  };
}

/** Whether an empty list may be the filters' doing. */
export const isNarrowed = (view: ExceptionsView): boolean => view.owner !== '' || view.category !== '';
