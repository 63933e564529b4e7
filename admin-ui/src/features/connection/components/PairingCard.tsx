import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ShopStatus } from '../../../api/shapes.ts';
import { AskFirstButton } from '../../../commands/AskFirstButton.tsx';
import { Ago } from '../../../parts/Ago.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { useNow } from '../../../refresh/use-now.ts';
import { useMakePairingCode } from '../api/make-pairing-code.ts';
import { useRevokePairing } from '../api/revoke-pairing.ts';
import { PairingSteps } from './PairingSteps.tsx';

/** Step 1: a worker gets its credential. */
export function PairingCard({ status, mayConnect }: { readonly status: ShopStatus; readonly mayConnect: boolean }) {
  const now = useNow();
  const make = useMakePairingCode();
  const code = make.data && make.data.expires_at > now && status.code_expires_at !== null ? make.data : null;
  const used = make.data !== undefined && status.code_expires_at === null && status.paired;
  return (
    <section className="causeway-card" aria-labelledby="causeway-pairing">
      <header className="causeway-card__head">
        <h2 id="causeway-pairing">{__('1. Pair a worker', 'causeway')}</h2>
        {status.paired && !status.copy ? (
          <Badge tone="done">{__('Paired', 'causeway')}</Badge>
        ) : (
          <Badge tone="attention">{__('Not paired', 'causeway')}</Badge>
        )}
      </header>
      <p>
        {!status.paired
          ? __(
              'From the pairing on, orders are captured. Nothing is sent to your ERP yet: that begins with go-live.',
              'causeway',
            )
          : status.copy
            ? __('A worker is paired with the shop that this is a copy of. It is refused here.', 'causeway')
            : __('A worker is paired with this shop and orders are captured.', 'causeway')}
        {status.paired && status.paired_at !== null && (
          <>
            {' '}
            {__('Paired', 'causeway')} <Ago at={status.paired_at} />.
          </>
        )}
      </p>
      {!status.secure && (
        <Notice status="warning" isDismissible={false}>
          {__(
            'This shop is reached over http://. A worker pairs over https:// only, unless it runs on this machine.',
            'causeway',
          )}
        </Notice>
      )}
      {code && <PairingSteps code={code} replaces={status.paired} />}
      {used && (
        <Notice status="success" isDismissible={false}>
          {__('The code was used: the worker is paired.', 'causeway')}
        </Notice>
      )}
      {make.error && (
        <Notice status="error" isDismissible={false}>
          {make.error.message}
        </Notice>
      )}
      {mayConnect && (
        <div className="causeway-actions">
          <Button
            variant={(status.paired && !status.copy) || code ? 'secondary' : 'primary'}
            isBusy={make.isPending}
            disabled={make.isPending}
            accessibleWhenDisabled
            onClick={() => make.mutate()}
          >
            {wordOf(status.paired && !status.copy, code !== null)}
          </Button>
          {status.paired && <RevokeButton />}
        </div>
      )}
    </section>
  );
}

function wordOf(paired: boolean, shown: boolean): string {
  if (shown) return __('Make a new code', 'causeway');
  return paired ? __('Pair another worker…', 'causeway') : __('Show a pairing code', 'causeway');
}

function RevokeButton() {
  return (
    <AskFirstButton
      variant="tertiary"
      isDestructive
      label={__('Revoke the pairing…', 'causeway')}
      title={__('Revoke the pairing?', 'causeway')}
      explanation={__(
        'The worker is refused from its next request on. Orders go on being captured and wait here until a worker is paired again. Orders that are already at the ERP or the warehouse stay there, but their progress is no longer shown.',
        'causeway',
      )}
      confirm={__('Revoke', 'causeway')}
      act={useRevokePairing()}
    />
  );
}
