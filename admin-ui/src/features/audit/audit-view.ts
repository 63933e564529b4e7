import type { ListParams } from '../../place/place.ts';

/** The whole state of the audit's screen; dates are days of the reader, as `2026-11-30`. Empty: not filtered. */
export interface AuditView {
  readonly order: string;
  readonly actor: string;
  readonly action: string;
  readonly from: string;
  readonly until: string;
  /** Only lines older than the one of this number; empty: the newest. */
  readonly before: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const names = ['order', 'actor', 'action', 'from', 'until', 'before'] as const;

export function viewFrom(params: ListParams): AuditView {
  const day = (text = ''): string => (DAY.test(text) && !Number.isNaN(Date.parse(`${text}T00:00`)) ? text : '');
  const matching = (pattern: RegExp, text = ''): string => (pattern.test(text) ? text : '');
  return {
    order: (params.order_number ?? '').slice(0, 80),
    actor: matching(/^[a-z_:0-9-]{1,40}$/, params.actor),
    action: matching(/^[a-z_]{1,32}$/, params.action),
    from: day(params.from),
    until: day(params.until),
    before: matching(/^[1-9]\d{0,15}$/, params.before),
  };
}

/** `order` is the panel's own word for an opened order. */
export function paramsFrom({ order, ...rest }: AuditView): ListParams {
  return { order_number: order, ...rest };
}

/** What the route is asked; the last day is meant whole. */
export function queryFrom(view: AuditView) {
  return {
    order: view.order.trim() || undefined,
    actor: view.actor || undefined,
    action: view.action || undefined,
    from: view.from === '' ? undefined : midnight(view.from, 0),
    until: view.until === '' ? undefined : midnight(view.until, 1),
    before: view.before === '' ? undefined : Number(view.before),
  };
}

export const isNarrowed = (view: AuditView): boolean =>
  names.some((name) => name !== 'before' && view[name].trim() !== '');

/** Epoch ms of the beginning of a day where the reader is, or of a day after it. */
function midnight(day: string, later: number): number {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + later);
  return date.getTime();
}
