import { DataViews, type View } from '@wordpress/dataviews/wp';
import { useMemo } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderRow } from '../../../api/shapes.ts';
import { selectedActions } from '../../../commands/selected-actions.tsx';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { NoResults } from '../../../parts/NoResults.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { go } from '../../../place/use-place.ts';
import { useOrders } from '../api/list-orders.ts';
import { isNarrowed, paramsFrom, perPageSizes, queryFrom, viewFrom } from '../orders-view.ts';
import { NoOrdersYet } from './NoOrdersYet.tsx';
import { orderFields } from './order-fields.tsx';
import { StateCounts } from './StateCounts.tsx';

const config = { perPageSizes: [...perPageSizes] };
const layouts = { table: {} };
const actions = selectedActions<OrderRow>(['retry', 'replay', 'skip'], {
  cause: null,
  kind: 'order',
  // Of an order that the worker has said nothing of there is nothing to look at again.
  subjectOf: ({ order_id, seen }) => (seen.n === 0 ? null : { subject: `order/${order_id}`, seen }),
});
const idOf = (order: OrderRow): string => String(order.order_id);

/** All orders with one state and one reason each. */
export function OrdersScreen({ place }: { readonly place: Place }) {
  const view = useMemo(() => viewFrom(place.list), [place.list]);
  const fields = useMemo(orderFields, []);
  const query = queryFrom(view);
  const { data, error, isPending, isPlaceholderData, refetch } = useOrders(query);

  const change = (next: View): void => {
    const typing = next.search !== view.search;
    go({ ...place, list: paramsFrom(next) }, typing ? 'replace' : 'push');
  };
  if (isPending) return <Loading what={__('Loading orders…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  if (data.total === 0 && !isNarrowed(query) && !isPlaceholderData) return <NoOrdersYet />;
  return (
    <>
      <StateCounts place={place} />
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      <section aria-label={__('Orders', 'causeway')} aria-busy={isPlaceholderData} className="causeway-list">
        <DataViews
          view={view}
          onChangeView={change}
          fields={fields}
          actions={actions}
          data={[...data.orders]}
          getItemId={idOf}
          isLoading={isPlaceholderData}
          paginationInfo={{ totalItems: data.total, totalPages: Math.max(1, Math.ceil(data.total / query.per_page)) }}
          defaultLayouts={layouts}
          config={config}
          searchLabel={__('Order or ERP number', 'causeway')}
          renderItemLink={({ item, ...props }) => (
            <PlaceLink {...props} to={{ ...place, order: item.order_id }} className="causeway-list__order" />
          )}
          empty={<NoResults what={__('No order matches.', 'causeway')} onClear={() => go({ ...place, list: {} })} />}
        />
        {data.total >= data.total_max && (
          <p className="causeway-list__more">
            {/* translators: %d: the most orders that are counted */}
            {sprintf(__('Only the first %d are counted: search or filter for older ones.', 'causeway'), data.total_max)}
          </p>
        )}
      </section>
    </>
  );
}
