import { Notice } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { Ago } from '../parts/Ago.tsx';
import { PlaceLink } from '../place/PlaceLink.tsx';
import type { Place } from '../place/place.ts';
import { useNow } from '../refresh/use-now.ts';
import { type Banner, bannersOf } from './banners.ts';
import { CopyBanner } from './copy/CopyBanner.tsx';
import { RestoredBanner } from './restored/RestoredBanner.tsx';
import { useStatus } from './use-status.ts';

const connection: Place = { tab: 'connection', order: null, list: {} };
const urgent: ReadonlySet<Banner['kind']> = new Set(['worker_silent', 'restored']);

/** What everybody should know before reading on. Comes from the shop alone, so it is there while the worker is down. */
export function Banners() {
  const status = useStatus().data;
  const now = useNow();
  if (!status) return null;
  return (
    <div className="causeway-banners">
      {bannersOf(status, now).map((banner) => (
        <Notice key={banner.kind} status={urgent.has(banner.kind) ? 'error' : 'warning'} isDismissible={false}>
          <BannerWords banner={banner} />
        </Notice>
      ))}
    </div>
  );
}

function BannerWords({ banner }: { readonly banner: Banner }) {
  switch (banner.kind) {
    case 'copy':
      return <CopyBanner copied={banner.copied} />;
    case 'restored':
      return <RestoredBanner at={banner.at} />;
    case 'not_paired':
      return (
        <>
          <strong>{__('No worker is paired with this shop.', 'causeway')}</strong>{' '}
          {__('Nothing is sent to ERP or warehouse.', 'causeway')} <ToConnection />
        </>
      );
    case 'not_live':
      return (
        <>
          <strong>{__('This shop is not live.', 'causeway')}</strong>{' '}
          {__('Orders are captured and nothing is sent until someone goes live.', 'causeway')} <ToConnection />
        </>
      );
    case 'worker_silent':
      return <SilentWords banner={banner} />;
  }
}

function SilentWords({ banner }: { readonly banner: Extract<Banner, { kind: 'worker_silent' }> }) {
  return (
    <>
      <strong>
        {sprintf(
          /* translators: %d: number of rows that wait for the worker */
          _n(
            '%d change waits and no worker comes for it.',
            '%d changes wait and no worker comes for them.',
            banner.rows,
            'causeway',
          ),
          banner.rows,
        )}
      </strong>{' '}
      {banner.seenAt === null ? (
        __('The worker has never been seen.', 'causeway')
      ) : (
        <>
          {__('It was last seen', 'causeway')} <Ago at={banner.seenAt} />.
        </>
      )}{' '}
      {__(
        'The shop goes on selling and nothing is lost; start the worker, and it carries on where it stopped.',
        'causeway',
      )}{' '}
      <ToConnection />
    </>
  );
}

function ToConnection() {
  return <PlaceLink to={connection}>{__('Connection', 'causeway')}</PlaceLink>;
}
