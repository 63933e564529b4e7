import { __ } from '@wordpress/i18n';
import type { ShopStatus } from '../api/shapes.ts';
import { Ago } from '../parts/Ago.tsx';
import { Badge } from '../parts/Badge.tsx';
import { useNow } from '../refresh/use-now.ts';
import { silentMs } from './banners.ts';
import { useStatus } from './use-status.ts';

/** One line in the header: is it live, and does the worker come? */
export function StatusLine() {
  const { data: status, error } = useStatus();
  const now = useNow();
  if (error) return <Badge tone="problem">{__('Shop does not answer', 'causeway')}</Badge>;
  if (!status) return null;
  const seenAt = status.worker.seen_at;
  const near = seenAt !== null && now - seenAt <= silentMs;
  return (
    <p className="causeway-statusline">
      <LiveBadge status={status} />
      {seenAt !== null && (
        <span className={near ? '' : 'is-silent'}>
          {__('Worker seen', 'causeway')} <Ago at={seenAt} />
        </span>
      )}
    </p>
  );
}

function LiveBadge({ status }: { readonly status: ShopStatus }) {
  if (status.copy) return <Badge tone="attention">{__('Copy', 'causeway')}</Badge>;
  if (status.rewound !== null) return <Badge tone="problem">{__('Restored: waiting', 'causeway')}</Badge>;
  return status.paired && status.go_live_at !== null ? (
    <Badge tone="done">{__('Live', 'causeway')}</Badge>
  ) : (
    <Badge tone="attention">{__('Not live', 'causeway')}</Badge>
  );
}
