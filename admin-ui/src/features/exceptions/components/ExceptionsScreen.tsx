import { __ } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { NoResults } from '../../../parts/NoResults.tsx';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { Pager } from '../../../parts/Pager.tsx';
import { pagesOf } from '../../../place/page.ts';
import type { Place } from '../../../place/place.ts';
import { go } from '../../../place/use-place.ts';
import { useExceptions } from '../api/list-exceptions.ts';
import { type ExceptionsView, isNarrowed, PER_PAGE, paramsFrom, queryFrom, viewFrom } from '../exceptions-view.ts';
import { ExceptionCard } from './ExceptionCard.tsx';
import { ExceptionFilters } from './ExceptionFilters.tsx';

/** What needs a person, one card per cause. */
export function ExceptionsScreen({ place }: { readonly place: Place }) {
  const view = viewFrom(place.list);
  const { data, error, isPending, isPlaceholderData, refetch } = useExceptions(queryFrom(view));
  const at = (next: ExceptionsView): Place => ({ ...place, list: paramsFrom(next) });
  const change = (next: ExceptionsView): void => go(at({ ...next, page: 1 }));
  if (isPending) return <Loading what={__('Loading exceptions…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  return (
    <section aria-label={__('Exceptions', 'causeway')} aria-busy={isPlaceholderData}>
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      <ExceptionFilters view={view} onChange={change} />
      {data.total === 0 &&
        (isNarrowed(view) ? (
          <NoResults
            what={__('No exception matches.', 'causeway')}
            onClear={() => change({ ...view, owner: '', category: '' })}
          />
        ) : (
          <NoExceptions view={view} />
        ))}
      {data.exceptions.map((exception) => (
        <ExceptionCard key={exception.cause} exception={exception} place={place} />
      ))}
      <Pager page={view.page} pages={pagesOf(data.total, PER_PAGE)} at={(page) => at({ ...view, page })} />
    </section>
  );
}

function NoExceptions({ view }: { readonly view: ExceptionsView }) {
  if (view.status !== 'open') {
    return (
      <NothingYet title={__('Nothing here yet', 'causeway')}>
        {__('Exceptions that were resolved or ignored are kept here, with who did it and why.', 'causeway')}
      </NothingYet>
    );
  }
  return (
    <NothingYet title={__('Nothing needs a person', 'causeway')}>
      {__(
        'What Causeway cannot settle by itself appears here, grouped by cause, with an owner and a next step.',
        'causeway',
      )}
    </NothingYet>
  );
}
