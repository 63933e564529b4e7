import { useNow } from '../refresh/use-now.ts';
import { absoluteTime, relativeTime } from '../words/relative-time.ts';
import { locale } from './locale.ts';

/** "3 minutes ago", kept true; the exact instant on hover and for machines. `at` in epoch ms. */
export function Ago({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at, locale())}>
      {relativeTime(at, now, locale())}
    </time>
  );
}
