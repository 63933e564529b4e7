import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import type { ReturnDetail } from '../../../api/shapes.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { mayAsk } from '../../../commands/use-command.ts';
import { Badge } from '../../../parts/Badge.tsx';
import { OpenedHeading } from '../../../parts/OpenedHeading.tsx';
import { PlaceLink } from '../../../place/PlaceLink.tsx';
import type { Place } from '../../../place/place.ts';
import { StageBar } from '../../../subject/StageBar.tsx';
import { SubjectExceptions } from '../../../subject/SubjectExceptions.tsx';
import { SubjectScreen } from '../../../subject/SubjectScreen.tsx';
import { Timeline } from '../../../subject/Timeline.tsx';
import { returnStateWords } from '../../../words/return-state.ts';
import { useReturn } from '../api/get-return.ts';
import { useWithdrawal } from '../api/withdraw.ts';
import { ReturnFacts } from './ReturnFacts.tsx';

/** One return: where it is and why, what needs a yes, and its story. `opened`: its key. */
export function ReturnScreen({ opened, place }: { readonly opened: string; readonly place: Place }) {
  return (
    <SubjectScreen
      asked={useReturn(opened)}
      back={{ to: { ...place, list: { ...place.list, return: '' } }, label: __('← All returns', 'causeway') }}
      loading={__('Loading the return…', 'causeway')}
      missing={{
        title: __('No such return', 'causeway'),
        /* translators: %s: a return's number */
        text: sprintf(__('The shop knows no return %s.', 'causeway'), opened),
      }}
    >
      {(detail) => <Return detail={detail} />}
    </SubjectScreen>
  );
}

function Return({ detail }: { readonly detail: ReturnDetail }) {
  const { label, tone } = returnStateWords(detail.state);
  return (
    <article className="causeway-order">
      <header className="causeway-order__head">
        <OpenedHeading>
          {/* translators: %s: a return's number */}
          {sprintf(__('Return %s', 'causeway'), detail.key)}
        </OpenedHeading>
        <Badge tone={tone}>{label}</Badge>
        {detail.order && (
          <PlaceLink to={{ tab: 'orders', order: detail.order.id, list: {} }}>
            {/* translators: %s: an order's number */}
            {sprintf(__('Order #%s', 'causeway'), detail.order.number)}
          </PlaceLink>
        )}
        {detail.order && detail.order.edit_url !== '' && (
          <a href={detail.order.edit_url}>{__('Open in WooCommerce', 'causeway')}</a>
        )}
      </header>
      <p className="causeway-order__answer">{detail.reason}</p>
      {detail.requested && <RequestedNote requested={detail.requested} />}
      {detail.withdrawable && mayAsk() && <Withdrawal of={detail.key} />}
      <StageBar stages={detail.stages} />
      <SubjectExceptions of={detail} />
      <div className="causeway-columns">
        <Timeline entries={detail.timeline} />
        <ReturnFacts detail={detail} />
      </div>
    </article>
  );
}

function Withdrawal({ of }: { readonly of: string }) {
  const withdrawal = useWithdrawal(of);
  return (
    <div className="causeway-actions">
      <Button
        variant="secondary"
        size="compact"
        isBusy={withdrawal.isPending}
        disabled={withdrawal.isPending}
        accessibleWhenDisabled
        onClick={() => withdrawal.mutate()}
      >
        {__('Withdraw', 'causeway')}
      </Button>
      {withdrawal.error && (
        <span role="alert" className="causeway-refused">
          {withdrawal.error.message}
        </span>
      )}
    </div>
  );
}
