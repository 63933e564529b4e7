import { __, sprintf } from '@wordpress/i18n';
import type { Attempt as AttemptShape } from '../api/shapes.ts';
import { Ago } from './Ago.tsx';

/** "Attempt 3 of 8, next in 12 seconds". */
export function Attempt({ attempt }: { readonly attempt: AttemptShape }) {
  return (
    <span className="causeway-attempt">
      {/* translators: 1: number of this attempt, 2: how many there are at most */}
      {sprintf(__('Attempt %1$d of %2$d', 'causeway'), attempt.n, attempt.of)}
      {attempt.next_at !== null && (
        <>
          {', '}
          {__('next', 'causeway')} <Ago at={attempt.next_at} />
        </>
      )}
    </span>
  );
}
