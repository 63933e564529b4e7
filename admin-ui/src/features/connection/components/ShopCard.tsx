import { __ } from '@wordpress/i18n';
import type { ShopStatus } from '../../../api/shapes.ts';
import { Copyable } from '../../../parts/Copyable.tsx';
import { Fact, Facts } from '../../../parts/Facts.tsx';

/** Who this shop is to a worker, and which versions run. */
export function ShopCard({ status }: { readonly status: ShopStatus }) {
  return (
    <section className="causeway-card" aria-labelledby="causeway-shop">
      <h2 id="causeway-shop">{__('This shop', 'causeway')}</h2>
      <Facts>
        <Fact label={__('Address', 'causeway')}>{status.shop.url}</Fact>
        <Fact label={__('Environment', 'causeway')}>{status.shop.environment}</Fact>
        <Fact label={__('Shop id', 'causeway')}>
          <Copyable text={status.shop.id} what={__('shop id', 'causeway')} />
        </Fact>
        <Fact label={__('Plugin', 'causeway')}>{status.plugin.version}</Fact>
        <Fact label={__('Store', 'causeway')}>{status.plugin.store}</Fact>
        <Fact label="WordPress">{status.plugin.wordpress}</Fact>
      </Facts>
    </section>
  );
}
