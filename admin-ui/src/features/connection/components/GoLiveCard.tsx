import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ShopStatus } from '../../../api/shapes.ts';
import { CommandDialog } from '../../../commands/CommandDialog.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { locale } from '../../../parts/locale.ts';
import { absoluteTime } from '../../../words/relative-time.ts';
import { useGoLive } from '../api/go-live.ts';

/** Step 2, an act of its own: the instant from which orders are sent. */
export function GoLiveCard({ status, mayConnect }: { readonly status: ShopStatus; readonly mayConnect: boolean }) {
  const [open, setOpen] = useState(false);
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
              <Button
                variant="primary"
                disabled={!status.paired || status.copy}
                accessibleWhenDisabled
                onClick={() => setOpen(true)}
              >
                {__('Go live…', 'causeway')}
              </Button>
              {!status.paired && <span>{__('Pair a worker first.', 'causeway')}</span>}
            </div>
          )}
        </>
      )}
      {open && (
        <CommandDialog
          title={__('Go live now?', 'causeway')}
          explanation={__(
            'Every order placed from now on is sent to your ERP and, once the ERP has accepted and allocated it, to your warehouse. Orders placed before now are listed as "before go-live" and are never sent by themselves. The instant cannot be changed afterwards.',
            'causeway',
          )}
          confirm={__('Go live now', 'causeway')}
          reason="none"
          busy={goLive.isPending}
          error={goLive.error}
          onConfirm={() => goLive.mutate(undefined, { onSuccess: () => setOpen(false) })}
          onClose={() => setOpen(false)}
        />
      )}
    </section>
  );
}
