import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { NoResults } from '../../../parts/NoResults.tsx';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { go } from '../../../place/use-place.ts';
import { useAudit } from '../api/list-audit.ts';
import { type AuditView, isNarrowed, paramsFrom, queryFrom, viewFrom } from '../audit-view.ts';
import { useCsv } from '../use-csv.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';

/** Who changed money, goods or what a customer sees, and why. */
export function AuditScreen({ place }: { readonly place: Place }) {
  const view = viewFrom(place.list);
  const { data, error, isPending, isPlaceholderData, refetch } = useAudit(queryFrom(view));
  const csv = useCsv(queryFrom({ ...view, before: '' }));
  const change = (next: AuditView): void => go({ ...place, list: paramsFrom(next) }, 'replace');
  if (isPending) return <Loading what={__('Loading the audit…', 'causeway')} />;
  if (!data) return <LoadFailed error={error} onRetry={refetch} />;
  const { entries, next } = data;
  const actorName = entries.find(({ actor }) => actor === view.actor)?.actor_name ?? '';
  return (
    <section aria-label={__('Audit', 'causeway')} aria-busy={isPlaceholderData}>
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      <AuditFilters view={view} actorName={actorName} onChange={change} />
      {entries.length === 0 ? <Empty place={place} view={view} /> : <AuditTable entries={entries} place={place} />}
      <div className="causeway-actions">
        {view.before !== '' && (
          <PlaceLink to={{ ...place, list: paramsFrom({ ...view, before: '' }) }}>
            {__('← Newest', 'causeway')}
          </PlaceLink>
        )}
        {next !== null && (
          <PlaceLink to={{ ...place, list: paramsFrom({ ...view, before: String(next) }) }}>
            {__('Older →', 'causeway')}
          </PlaceLink>
        )}
        {entries.length > 0 && (
          <Button variant="secondary" isBusy={csv.isPending} disabled={csv.isPending} onClick={() => csv.mutate()}>
            {__('Download as CSV', 'causeway')}
          </Button>
        )}
        {csv.error && (
          <span role="alert" className="causeway-refused">
            {csv.error.message}
          </span>
        )}
        {csv.data?.cut && (
          <span role="status">
            {__('Only the newest 10,000 are in the file: filter by dates for others.', 'causeway')}
          </span>
        )}
      </div>
    </section>
  );
}

function Empty({ place, view }: { readonly place: Place; readonly view: AuditView }) {
  if (isNarrowed(view)) {
    return <NoResults what={__('Nothing matches.', 'causeway')} onClear={() => go({ ...place, list: {} })} />;
  }
  return (
    <NothingYet title={__('Nothing yet', 'causeway')}>
      {__('What people ask for, and what Causeway decides about money, goods and customers, is kept here.', 'causeway')}
    </NothingYet>
  );
}
