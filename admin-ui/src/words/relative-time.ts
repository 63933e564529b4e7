const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly { readonly below: number; readonly unit: Intl.RelativeTimeFormatUnit; readonly ms: number }[] = [
  { below: minute, unit: 'second', ms: second },
  { below: hour, unit: 'minute', ms: minute },
  { below: day, unit: 'hour', ms: hour },
  { below: 14 * day, unit: 'day', ms: day },
  { below: 60 * day, unit: 'week', ms: 7 * day },
  { below: Number.POSITIVE_INFINITY, unit: 'month', ms: 30 * day },
];

/** "3 minutes ago", "in 12 seconds"; both instants in epoch ms. Rounds toward now, so nothing looks older than it is. */
export function relativeTime(at: number, now: number, locale: string): string {
  const distance = at - now;
  const step = steps.find(({ below }) => Math.abs(distance) < below);
  if (!step) return '';
  return formatter(locale).format(Math.trunc(distance / step.ms) || 0, step.unit);
}

/** Date and time to the second in the reader's zone, for titles and timelines. */
export function absoluteTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);
}

/** Date and time to the minute in the reader's zone, for sentences. */
export function shortTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

const formatters = new Map<string, Intl.RelativeTimeFormat>();

function formatter(locale: string): Intl.RelativeTimeFormat {
  let found = formatters.get(locale);
  if (!found) {
    found = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    formatters.set(locale, found);
  }
  return found;
}
