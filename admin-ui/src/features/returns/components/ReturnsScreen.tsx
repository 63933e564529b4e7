import { __ } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { Pager } from '../../../parts/Pager.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import { pagesOf } from '../../../place/page.ts';
import type { Place } from '../../../place/place.ts';
import { useReturns } from '../api/list-returns.ts';
import { PER_PAGE, paramsFrom, queryFrom, type ReturnsView, viewFrom } from '../returns-view.ts';
import { ReturnScreen } from './ReturnScreen.tsx';
import { ReturnsTable } from './ReturnsTable.tsx';

/** Returns and refunds: a list, or the one that the address names. */
export function ReturnsScreen({ place }: { readonly place: Place }) {
  const view = viewFrom(place.list);
  return view.opened === null ? (
    <ReturnsList place={place} view={view} />
  ) : (
    <ReturnScreen key={view.opened} opened={view.opened} place={place} />
  );
}

function ReturnsList({ place, view }: { readonly place: Place; readonly view: ReturnsView }) {
  const { data, error, isPending, isPlaceholderData, refetch } = useReturns(queryFrom(view));
  const at = (next: Partial<ReturnsView>): Place => ({ ...place, list: paramsFrom({ ...view, ...next }) });
  if (isPending) return <Loading what={__('Loading the returns…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  return (
    <section aria-label={__('Returns', 'causeway')} aria-busy={isPlaceholderData}>
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      <p className="causeway-note">
        <PlaceLink to={at({ all: !view.all, page: 1 })}>
          {view.all ? __('Show open ones only', 'causeway') : __('Show closed ones, too', 'causeway')}
        </PlaceLink>
      </p>
      {data.total === 0 ? (
        <NothingYet title={view.all ? __('No returns yet', 'causeway') : __('No open returns', 'causeway')}>
          {__(
            'Returns are asked for on an order’s screen or by customers in My Account; those that ERP or warehouse begin, and refunds made in WooCommerce, are shown here, too.',
            'causeway',
          )}
        </NothingYet>
      ) : (
        <ReturnsTable returns={data.returns} placeOf={(opened) => at({ opened })} />
      )}
      <Pager page={view.page} pages={pagesOf(data.total, PER_PAGE)} at={(page) => at({ page })} />
    </section>
  );
}
