import { useEffect, useRef } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { isMissing } from '../../../api/request.ts';
import type { OrderDetail } from '../../../api/shapes.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { LoadFailed } from '../../../parts/LoadFailed.tsx';
import { Loading } from '../../../parts/Loading.tsx';
import { locale } from '../../../parts/locale.ts';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { useNow } from '../../../refresh/use-now.ts';
import { StageBar } from '../../../subject/StageBar.tsx';
import { SubjectExceptions } from '../../../subject/SubjectExceptions.tsx';
import { Timeline } from '../../../subject/Timeline.tsx';
import { orderStateWords } from '../../../words/order-state.ts';
import { useOrder } from '../api/get-order.ts';
import { whereAndWhy } from '../where-and-why.ts';
import { GateList } from './GateList.tsx';
import { OrderCommands } from './OrderCommands.tsx';
import { OrderFacts } from './OrderFacts.tsx';

/** One order: where it is and why, its road, what needs a person, and its story. */
export function OrderScreen({ id, place }: { readonly id: number; readonly place: Place }) {
  const { data: order, error, isPending, refetch } = useOrder(id);
  return (
    <>
      <p className="causeway-back">
        <PlaceLink to={{ ...place, order: null }}>{__('← All orders', 'causeway')}</PlaceLink>
      </p>
      {isPending && <Loading what={__('Loading the order…', 'causeway')} />}
      {isMissing(error) && (
        <NothingYet title={__('No such order', 'causeway')}>
          {/* translators: %d: an order's id */}
          {sprintf(__('The shop has no order with id %d.', 'causeway'), id)}
        </NothingYet>
      )}
      {error && !isMissing(error) && <LoadFailed error={error} onRetry={refetch} stale={order !== undefined} />}
      {order && !isMissing(error) && <Order order={order} />}
    </>
  );
}

function Order({ order }: { readonly order: OrderDetail }) {
  const now = useNow();
  const { label, tone } = orderStateWords(order.state);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <article className="causeway-order">
      <header className="causeway-order__head">
        <h2 ref={heading} tabIndex={-1}>
          {/* translators: %s: an order's number */}
          {sprintf(__('Order #%s', 'causeway'), order.number)}
        </h2>
        <Badge tone={tone}>{label}</Badge>
        {order.edit_url !== '' && <a href={order.edit_url}>{__('Open in WooCommerce', 'causeway')}</a>}
      </header>
      <p className="causeway-order__answer">{whereAndWhy(order, now, locale())}</p>
      {order.requested && <RequestedNote requested={order.requested} />}
      <OrderCommands order={order} />
      <StageBar stages={order.stages} />
      <GateList gates={order.gates} />
      <SubjectExceptions of={order} />
      <div className="causeway-columns">
        <Timeline entries={order.timeline} />
        <OrderFacts order={order} />
      </div>
    </article>
  );
}
