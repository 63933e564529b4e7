import type { Field } from '@wordpress/dataviews/wp';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { OrderRow } from '../../../api/shapes.ts';
import { Ago } from '../../../parts/Ago.tsx';
import { Attempt } from '../../../parts/Attempt.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { orderStates, orderStateWords } from '../../../words/order-state.ts';

const notSortable = { enableSorting: false, filterBy: false as const };

/** The columns and filters of the orders list. */
export function orderFields(): Field<OrderRow>[] {
  return [
    {
      id: 'number',
      label: __('Order', 'causeway'),
      enableHiding: false,
      ...notSortable,
      getValue: ({ item }) => `#${item.number}`,
    },
    {
      id: 'state',
      label: __('State', 'causeway'),
      enableSorting: false,
      elements: orderStates()
        .filter((state) => state !== 'not_captured')
        .map((state) => ({ value: state, label: orderStateWords(state).label })),
      filterBy: { operators: ['isAny'], isPrimary: true },
      render: ({ item }) => <State order={item} />,
    },
    { id: 'reason', label: __('Why', 'causeway'), ...notSortable, render: ({ item }) => <Why order={item} /> },
    {
      id: 'erp_number',
      label: __('ERP number', 'causeway'),
      ...notSortable,
      render: ({ item }) => (item.erp_number ? <code>{item.erp_number}</code> : <None />),
    },
    {
      id: 'since',
      label: __('Since', 'causeway'),
      filterBy: false,
      render: ({ item }) => (item.since === null ? <None /> : <Ago at={item.since} />),
    },
    {
      id: 'attempt',
      label: __('Attempt', 'causeway'),
      ...notSortable,
      render: ({ item }) => (item.attempt ? <Attempt attempt={item.attempt} /> : <None />),
    },
    ...filterFields(),
  ];
}

/** Fields that are there to filter by; they have no column. */
function filterFields(): Field<OrderRow>[] {
  const yesNo = (yes: string, no: string) => [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ];
  return [
    {
      id: 'open',
      label: __('Progress', 'causeway'),
      enableSorting: false,
      enableHiding: false,
      elements: yesNo(__('Under way', 'causeway'), __('Finished', 'causeway')),
      filterBy: { operators: ['is'] },
      getValue: ({ item }) => (item.open ? 'yes' : 'no'),
    },
    {
      id: 'exceptions',
      label: __('Exceptions', 'causeway'),
      enableSorting: false,
      enableHiding: false,
      elements: yesNo(__('With open exceptions', 'causeway'), __('Without', 'causeway')),
      filterBy: { operators: ['is'] },
      getValue: ({ item }) => (item.exceptions > 0 ? 'yes' : 'no'),
    },
  ];
}

function State({ order }: { readonly order: OrderRow }) {
  const { label, tone } = orderStateWords(order.state);
  return <Badge tone={order.exceptions > 0 ? 'problem' : tone}>{label}</Badge>;
}

function Why({ order }: { readonly order: OrderRow }) {
  return (
    <span className="causeway-why">
      {order.reason}
      {order.exceptions > 0 && (
        <span className="causeway-why__exceptions">
          {sprintf(
            /* translators: %d: number of open exceptions */
            _n('%d open exception', '%d open exceptions', order.exceptions, 'causeway'),
            order.exceptions,
          )}
        </span>
      )}
    </span>
  );
}

/** An empty cell that a screen reader doesn't stumble over. */
function None() {
  return <span aria-hidden="true">–</span>;
}
