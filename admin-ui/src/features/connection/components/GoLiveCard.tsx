import { __ } from '@wordpress/i18n';
import type { ShopStatus } from '../../../api/shapes.ts';
import { AskFirstButton } from '../../../commands/AskFirstButton.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { locale } from '../../../parts/locale.ts';
import { absoluteTime } from '../../../words/relative-time.ts';
import { useGoLive } from '../api/go-live.ts';

/** Step 2, an act of its own: the instant from which orders are sent. */
export function GoLiveCard({ status, mayConnect }: { readonly status: ShopStatus; readonly mayConnect: boolean }) {
  const goLive = useGoLive();
  const live = status.go_live_at;
  return (
    <section className="causeway-card" aria-labelledby="causeway-go-live">
      <header className="causeway-card__head">
        <h2 id="causeway-go-live">{__('2. Go live', 'causeway')}</h2>
        {live === null || status.copy ? (
          <Badge tone="attention">{__('Not live', 'causeway')}</Badge>
        ) : (
          <Badge tone="done">{__('Live', 'causeway')}</Badge>
        )}
      </header>
      {live !== null && (
        <p>
          {__('Orders placed since this instant are sent:', 'causeway')} <strong>{absoluteTime(live, locale())}</strong>
          . {__('Older ones are listed as "before go-live" and never sent by themselves.', 'causeway')}
        </p>
      )}
      {live === null && (
        <>
          <p>
            {__(
              'Until then orders are captured and nothing leaves the shop. Check the worker first, then go live.',
              'causeway',
            )}
          </p>
          {mayConnect && (
            <div className="causeway-actions">
              <AskFirstButton
                variant="primary"
                disabled={!status.paired || status.copy}
                label={__('Go live…', 'causeway')}
                title={__('Go live now?', 'causeway')}
                explanation={__(
                  'Every order placed from now on is sent to your ERP and, once the ERP has accepted and allocated it, to your warehouse. Orders placed before now are listed as "before go-live" and are never sent by themselves. The instant cannot be changed afterwards.',
                  'causeway',
                )}
                confirm={__('Go live now', 'causeway')}
                act={goLive}
              />
              {!status.paired && <span>{__('Pair a worker first.', 'causeway')}</span>}
            </div>
          )}
        </>
      )}
    </section>
  );
}
