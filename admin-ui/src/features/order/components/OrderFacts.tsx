import { __ } from '@wordpress/i18n';
import type { OrderDetail } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Copyable } from '../../../parts/Copyable.tsx';
import { Fact, Facts } from '../../../parts/Facts.tsx';

/** What to look the order up by elsewhere. */
export function OrderFacts({ order }: { readonly order: OrderDetail }) {
  return (
    <section aria-labelledby="causeway-facts" className="causeway-card">
      <h3 id="causeway-facts">{__('Find it elsewhere', 'causeway')}</h3>
      <Facts>
        <Fact label={__('ERP number', 'causeway')}>
          {order.erp_number && <Copyable text={order.erp_number} what={__('ERP number', 'causeway')} />}
        </Fact>
        <Fact label={__('External id', 'causeway')}>
          {order.external_id && <Copyable text={order.external_id} what={__('external id', 'causeway')} />}
        </Fact>
        <Fact label={__('Correlation id', 'causeway')}>
          {order.trace_id && <Copyable text={order.trace_id} what={__('correlation id', 'causeway')} />}
        </Fact>
        <Fact label={__('Ordered', 'causeway')}>{order.created_at !== null && <Ago at={order.created_at} />}</Fact>
        <Fact label={__('Last change', 'causeway')}>{order.updated_at > 0 && <Ago at={order.updated_at} />}</Fact>
        <Fact label={__('Not yet fetched by the worker', 'causeway')}>
          {order.unserved && (
            <>
              {__('a change from', 'causeway')} <Ago at={order.unserved.since} />
            </>
          )}
        </Fact>
      </Facts>
    </section>
  );
}
