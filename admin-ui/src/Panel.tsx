import { __, sprintf } from '@wordpress/i18n';
import { AuditScreen } from './features/audit/components/AuditScreen.tsx';
import { ConnectionScreen } from './features/connection/components/ConnectionScreen.tsx';
import { ExceptionsScreen } from './features/exceptions/components/ExceptionsScreen.tsx';
import { OrderScreen } from './features/order/components/OrderScreen.tsx';
import { OrdersScreen } from './features/orders/components/OrdersScreen.tsx';
import { ReturnsScreen } from './features/returns/components/ReturnsScreen.tsx';
import { StockScreen } from './features/stock/components/StockScreen.tsx';
import { PlaceLink } from './place/PlaceLink.tsx';
import { type Place, type Tab, tabs } from './place/place.ts';
import { usePlace } from './place/use-place.ts';
import { Banners } from './status/Banners.tsx';
import { StatusLine } from './status/StatusLine.tsx';
import { useStatus } from './status/use-status.ts';

/** The whole panel: header, tabs, what everybody should know, and the screen that the address names. */
export function Panel() {
  const place = usePlace();
  return (
    <div className="causeway">
      <header className="causeway-head">
        <h1>Causeway</h1>
        <StatusLine />
      </header>
      <Tabs current={place.tab} />
      <main className="causeway-main">
        <Banners />
        <Screen place={place} />
      </main>
    </div>
  );
}

function Screen({ place }: { readonly place: Place }) {
  switch (place.tab) {
    case 'orders':
      return place.order === null ? (
        <OrdersScreen place={place} />
      ) : (
        <OrderScreen key={place.order} id={place.order} place={place} />
      );
    case 'returns':
      return <ReturnsScreen place={place} />;
    case 'stock':
      return <StockScreen place={place} />;
    case 'exceptions':
      return <ExceptionsScreen place={place} />;
    case 'audit':
      return <AuditScreen place={place} />;
    case 'connection':
      return <ConnectionScreen />;
  }
}

function Tabs({ current }: { readonly current: Tab }) {
  const open = useStatus().data?.exceptions_open ?? 0;
  const words = {
    orders: __('Orders', 'causeway'),
    returns: __('Returns', 'causeway'),
    stock: __('Stock', 'causeway'),
    exceptions: __('Exceptions', 'causeway'),
    audit: __('Audit', 'causeway'),
    connection: __('Connection', 'causeway'),
  } satisfies Record<Tab, string>;
  return (
    <nav className="causeway-tabs" aria-label={__('Causeway', 'causeway')}>
      {tabs.map((tab) => (
        <PlaceLink key={tab} to={{ tab, order: null, list: {} }} aria-current={tab === current ? 'page' : undefined}>
          {words[tab]}
          {tab === 'exceptions' && open > 0 && (
            <span className="causeway-tabs__count">
              {/* translators: %d: number of open exceptions */}
              <span className="screen-reader-text">{sprintf(__('%d open', 'causeway'), open)}</span>
              <span aria-hidden="true">{open}</span>
            </span>
          )}
        </PlaceLink>
      ))}
    </nav>
  );
}
