import { __, sprintf } from '@wordpress/i18n';
import type { Attempt as AttemptShape } from '../api/shapes.ts';
import { useNow } from '../refresh/use-now.ts';
import { Ago } from './Ago.tsx';

/** "Attempt 3 of 8, next in 12 seconds"; "was due 2 minutes ago" where nobody came to make it. */
export function Attempt({ attempt }: { readonly attempt: AttemptShape }) {
  const now = useNow();
  return (
    <span className="causeway-attempt">
      {/* translators: 1: number of this attempt, 2: how many there are at most */}
      {sprintf(__('Attempt %1$d of %2$d', 'causeway'), attempt.n, attempt.of)}
      {attempt.next_at !== null && (
        <>
          {', '}
          {attempt.next_at < now ? __('was due', 'causeway') : __('next', 'causeway')} <Ago at={attempt.next_at} />
        </>
      )}
    </span>
  );
}
