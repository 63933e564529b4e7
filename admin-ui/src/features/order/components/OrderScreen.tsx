import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../api/shapes.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { locale } from '../../../parts/locale.ts';
import { OpenedHeading } from '../../../parts/OpenedHeading.tsx';
import type { Place } from '../../../place/place.ts';
import { useNow } from '../../../refresh/use-now.ts';
import { StageBar } from '../../../subject/StageBar.tsx';
import { SubjectExceptions } from '../../../subject/SubjectExceptions.tsx';
import { SubjectScreen } from '../../../subject/SubjectScreen.tsx';
import { Timeline } from '../../../subject/Timeline.tsx';
import { orderStateWords } from '../../../words/order-state.ts';
import { useOrder } from '../api/get-order.ts';
import { whereAndWhy } from '../where-and-why.ts';
import { GateList } from './GateList.tsx';
import { OrderCommands } from './OrderCommands.tsx';
import { OrderFacts } from './OrderFacts.tsx';

/** One order: where it is and why, its road, what needs a person, and its story. */
export function OrderScreen({ id, place }: { readonly id: number; readonly place: Place }) {
  return (
    <SubjectScreen
      asked={useOrder(id)}
      back={{ to: { ...place, order: null }, label: __('← All orders', 'causeway') }}
      loading={__('Loading the order…', 'causeway')}
      missing={{
        title: __('No such order', 'causeway'),
        /* translators: %d: an order's id */
        text: sprintf(__('The shop has no order with id %d.', 'causeway'), id),
      }}
    >
      {(order) => <Order order={order} />}
    </SubjectScreen>
  );
}

function Order({ order }: { readonly order: OrderDetail }) {
  const now = useNow();
  const { label, tone } = orderStateWords(order.state);
  return (
    <article className="causeway-order">
      <header className="causeway-order__head">
        <OpenedHeading>
          {/* translators: %s: an order's number */}
          {sprintf(__('Order #%s', 'causeway'), order.number)}
        </OpenedHeading>
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
