import type { Gate } from '@causeway/contracts';
import { __, sprintf } from '@wordpress/i18n';
import { relativeTime } from '../../words/relative-time.ts';

/** What a gate waits for, who holds it, or what was left there. */
export function gateFor({ status, detail }: Pick<Gate, 'status' | 'detail'>): string {
  /* translators: %s: what is awaited, such as "the ERP's answer" */
  return status === 'waiting' && detail !== '' ? sprintf(__('Waiting for %s', 'causeway'), detail) : detail;
}

/** Since when it is passed or stands, and until when it waits, as distances from now; empty where nobody knows. */
export function gateWhen({ at, until }: Pick<Gate, 'at' | 'until'>, now: number, locale: string): string {
  const since = at === null ? '' : relativeTime(at, now, locale);
  if (until === null) return since;
  const next = sprintf(
    until < now
      ? /* translators: %s: a time such as "2 minutes ago" */ __('was due %s', 'causeway')
      : /* translators: %s: a time such as "in 12 seconds" */ __('next %s', 'causeway'),
    relativeTime(until, now, locale),
  );
  return since === '' ? next : `${since}, ${next}`;
}

/** The gates that the order stands before now. */
export const openGates = (gates: readonly Gate[]): readonly Gate[] =>
  gates.filter(({ status }) => status === 'waiting' || status === 'held');
