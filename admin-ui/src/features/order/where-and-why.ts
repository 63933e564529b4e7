import { __, sprintf } from '@wordpress/i18n';
import type { OrderRow } from '../../api/shapes.ts';
import { orderStateWords } from '../../words/order-state.ts';
import { relativeTime, shortTime } from '../../words/relative-time.ts';

type Told = Pick<OrderRow, 'state' | 'reason' | 'waiting_for' | 'since' | 'attempt'>;

/** The answer to "where are you, and why?": state and since when, the reason, what is awaited, the next attempt. */
export function whereAndWhy(order: Told, now: number, locale: string): string {
  const { label } = orderStateWords(order.state);
  const parts = [
    order.since === null
      ? sentence(label)
      : sprintf(
          /* translators: 1: a state such as "Held by a check", 2: date and time, 3: the same such as "3 minutes ago" */
          __('%1$s since %2$s (%3$s).', 'causeway'),
          label,
          shortTime(order.since, locale),
          relativeTime(order.since, now, locale),
        ),
    sentence(order.reason),
    /* translators: %s: what is awaited, such as "the ERP's answer" */
    order.waiting_for === '' ? '' : sentence(sprintf(__('Waiting for %s', 'causeway'), order.waiting_for)),
    order.attempt === null ? '' : attemptSentence(order.attempt, now, locale),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function attemptSentence(attempt: NonNullable<Told['attempt']>, now: number, locale: string): string {
  if (attempt.next_at === null) {
    /* translators: 1: number of this attempt, 2: how many there are at most */
    return sprintf(__('Attempt %1$d of %2$d.', 'causeway'), attempt.n, attempt.of);
  }
  return sprintf(
    attempt.next_at < now
      ? /* translators: 1: number of this attempt, 2: how many there are at most, 3: a time such as "2 minutes ago" */
        __('Attempt %1$d of %2$d; the next was due %3$s.', 'causeway')
      : /* translators: 1: number of this attempt, 2: how many there are at most, 3: a time such as "in 12 seconds" */
        __('Attempt %1$d of %2$d, next %3$s.', 'causeway'),
    attempt.n,
    attempt.of,
    relativeTime(attempt.next_at, now, locale),
  );
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
