import { __ } from '@wordpress/i18n';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { useStatus } from '../../../status/use-status.ts';
import { GoLiveCard } from './GoLiveCard.tsx';
import { MailboxCard } from './MailboxCard.tsx';
import { PairingCard } from './PairingCard.tsx';
import { ShopCard } from './ShopCard.tsx';
import { WorkerCard } from './WorkerCard.tsx';

/** Which worker serves this shop, and since when its orders are sent. */
export function ConnectionScreen() {
  const { data: status, error, isPending, refetch } = useStatus();
  if (isPending) return <Loading what={__('Loading the connection…', 'causeway')} />;
  if (!status) return <LoadFailed error={error} onRetry={refetch} />;
  const mayConnect = window.causewayPanel?.mayConnect ?? false;
  return (
    <div className="causeway-connection">
      {error && <LoadFailed error={error} onRetry={refetch} stale />}
      {!mayConnect && (
        <p className="causeway-note">
          {__('Only an administrator can pair a worker, go live or revoke the pairing.', 'causeway')}
        </p>
      )}
      <div className="causeway-columns">
        <div>
          <PairingCard status={status} mayConnect={mayConnect} />
          <GoLiveCard status={status} mayConnect={mayConnect} />
        </div>
        <div>
          <WorkerCard status={status} />
          {mayConnect && <MailboxCard />}
          <ShopCard status={status} />
        </div>
      </div>
    </div>
  );
}
