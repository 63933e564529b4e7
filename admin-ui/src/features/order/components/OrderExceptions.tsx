import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail, OrderException } from '../../../api/shapes.ts';
import { CommandButton } from '../../../commands/CommandButton.tsx';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { Ago } from '../../../parts/Ago.tsx';
import { Badge } from '../../../parts/Badge.tsx';
import { categoryWord, exceptionStatusWord, ownerWord, severityWords } from '../../../words/exception-words.ts';

/** What needs a person, with what can be asked for. */
export function OrderExceptions({ order }: { readonly order: OrderDetail }) {
  if (order.exception_list.length === 0) return null;
  return (
    <section aria-labelledby="causeway-exceptions" className="causeway-order__exceptions">
      <h3 id="causeway-exceptions">{__('What needs a person', 'causeway')}</h3>
      {order.exception_list.map((exception) => (
        <ExceptionOfOrder key={exception.cause} order={order} exception={exception} />
      ))}
    </section>
  );
}

function ExceptionOfOrder({ order, exception }: { readonly order: OrderDetail; readonly exception: OrderException }) {
  const severity = severityWords(exception.severity);
  const request = (command: 'retry' | 'resolve') => (reason: string) => ({
    command,
    reason,
    subject: order.subject,
    cause: exception.cause,
    seen: exception.seen,
  });
  const waiting = exception.requested !== null;
  return (
    <section className={`causeway-card causeway-exception is-${severity.tone}`} aria-label={exception.title}>
      <p className="causeway-exception__labels">
        <Badge tone={severity.tone}>{severity.label}</Badge>
        <span>{categoryWord(exception.category)}</span>
        <span>
          {/* translators: %s: who looks after it, such as "IT" */}
          {sprintf(__('Owner: %s', 'causeway'), ownerWord(exception.owner))}
        </span>
        {exception.status !== 'open' && <Badge tone="quiet">{exceptionStatusWord(exception.status)}</Badge>}
        <span>
          {__('open since', 'causeway')} <Ago at={exception.opened_at} />
        </span>
      </p>
      <h4>{exception.title}</h4>
      {exception.detail !== '' && <p>{exception.detail}</p>}
      <p className="causeway-exception__next">
        <strong>{__('Next step:', 'causeway')}</strong> {exception.next_step}
      </p>
      {exception.requested && <RequestedNote requested={exception.requested} />}
      <div className="causeway-actions">
        <CommandButton command="retry" count={1} primary disabled={waiting} request={request('retry')} />
        <CommandButton command="resolve" count={1} disabled={waiting} request={request('resolve')} />
      </div>
    </section>
  );
}
