import { __, _n, sprintf } from '@wordpress/i18n';
import type { ShopStatus } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Fact, Facts } from '../../../parts/Facts.tsx';

/** Whether the worker comes, and what waits for it. */
export function WorkerCard({ status }: { readonly status: ShopStatus }) {
  const { rows, oldest_at: oldestAt } = status.backlog;
  const seenAt = status.worker.seen_at;
  return (
    <section className="causeway-card" aria-labelledby="causeway-worker">
      <h2 id="causeway-worker">{__('Worker', 'causeway')}</h2>
      <Facts>
        <Fact label={__('Last seen', 'causeway')}>
          {seenAt === null ? __('never', 'causeway') : <Ago at={seenAt} />}
        </Fact>
        <Fact label={__('Version', 'causeway')}>{status.worker.version || __('unknown', 'causeway')}</Fact>
        <Fact label={__('Waiting for it', 'causeway')}>
          {/* translators: %d: number of changes that wait for the worker */}
          {sprintf(_n('%d change', '%d changes', rows, 'causeway'), rows)}
          {oldestAt !== null && (
            <>
              {', '}
              {__('the oldest from', 'causeway')} <Ago at={oldestAt} />
            </>
          )}
        </Fact>
      </Facts>
    </section>
  );
}
