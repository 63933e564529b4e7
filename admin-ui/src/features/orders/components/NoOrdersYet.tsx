import { __ } from '@wordpress/i18n';
import { NothingYet } from '../../../parts/NothingYet.tsx';
import { useStatus } from '../../../status/use-status.ts';

/** The list is empty because nothing was captured; what to do depends on how far the connection is. */
export function NoOrdersYet() {
  const status = useStatus().data;
  return (
    <NothingYet title={__('No orders yet', 'causeway')}>
      {status && !status.paired
        ? __('Orders are captured once a worker is paired. Go to Connection to begin.', 'causeway')
        : __('The next order that is placed in the shop appears here within seconds.', 'causeway')}
    </NothingYet>
  );
}
