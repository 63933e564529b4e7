import { __, sprintf } from '@wordpress/i18n';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { useStatus } from '../../../status/use-status.ts';
import { orderStates, orderStateWords } from '../../../words/order-state.ts';

/** How many orders are under way in each state; each is the list filtered to it. What needs people comes first. */
export function StateCounts({ place }: { readonly place: Place }) {
  const counts = useStatus().data?.counts ?? {};
  const known: readonly string[] = orderStates();
  const states = Object.keys(counts).sort((a, b) => rank(a) - rank(b) || known.indexOf(a) - known.indexOf(b));
  if (states.length === 0) return null;
  return (
    <ul className="causeway-counts" aria-label={__('Orders under way, by state', 'causeway')}>
      {states.map((state) => {
        const { label, tone } = orderStateWords(state);
        const chosen = place.list.state === state && place.list.open === 'yes';
        return (
          <li key={state}>
            <PlaceLink
              to={{ ...place, list: chosen ? {} : { state, open: 'yes' } }}
              className={`causeway-count is-${tone}`}
              aria-current={chosen || undefined}
            >
              <strong>{counts[state]}</strong> {label}
              {chosen && (
                <span className="screen-reader-text">
                  {/* translators: %s: a state such as "Held by a check" */}
                  {sprintf(__('(shown now; follow to show all instead of %s)', 'causeway'), label)}
                </span>
              )}
            </PlaceLink>
          </li>
        );
      })}
    </ul>
  );
}

const tones = ['problem', 'attention', 'waiting', 'moving', 'done', 'quiet'];
const rank = (state: string): number => tones.indexOf(orderStateWords(state).tone);
