import { CheckboxControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { NoResults } from '../../../parts/NoResults.tsx';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { Pager } from '../../../parts/Pager.tsx';
import { pagesOf } from '../../../place/page.ts';
import type { Place } from '../../../place/place.ts';
import { go } from '../../../place/use-place.ts';
import { useStock } from '../api/list-stock.ts';
import { isNarrowed, PER_PAGE, paramsFrom, queryFrom, type StockView, viewFrom } from '../stock-view.ts';
import { StockSources } from './StockSources.tsx';
import { StockTable } from './StockTable.tsx';

/** What the shop was told of its stock, and what of it waits for a yes. */
export function StockScreen({ place }: { readonly place: Place }) {
  const view = viewFrom(place.list);
  const { data, error, isPending, isPlaceholderData, refetch } = useStock(queryFrom(view));
  const at = (next: Partial<StockView>): Place => ({ ...place, list: paramsFrom({ ...view, ...next }) });
  if (isPending) return <Loading what={__('Loading the stock…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  const narrow = (next: Partial<StockView>): void => go(at({ ...next, page: 1 }), 'replace');
  return (
    <section aria-label={__('Stock', 'causeway')} aria-busy={isPlaceholderData}>
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      <StockSources sources={data.sources} />
      <section className="causeway-filters" aria-label={__('Filter the stock', 'causeway')}>
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('SKU begins with', 'causeway')}
          value={view.search}
          onChange={(search) => narrow({ search })}
        />
        <CheckboxControl
          __nextHasNoMarginBottom
          label={__('Only what needs a person', 'causeway')}
          checked={view.troubled}
          onChange={(troubled) => narrow({ troubled })}
        />
      </section>
      {data.skus.length > 0 && <StockTable skus={data.skus} />}
      {data.total === 0 && isNarrowed(view) && (
        <NoResults what={__('No SKU matches.', 'causeway')} onClear={() => narrow({ search: '', troubled: false })} />
      )}
      {data.total === 0 && !isNarrowed(view) && (
        <NothingYet title={__('No stock is followed yet', 'causeway')}>
          {__(
            'Once the worker follows the stock of ERP or warehouse, every SKU that it was told of appears here. A SKU that the shop does not sell is an exception.',
            'causeway',
          )}
        </NothingYet>
      )}
      <Pager page={view.page} pages={pagesOf(data.total, PER_PAGE)} at={(page) => at({ page })} />
    </section>
  );
}
