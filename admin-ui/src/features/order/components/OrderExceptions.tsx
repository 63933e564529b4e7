import { __ } from '@wordpress/i18n';
import type { OrderDetail, OrderException } from '../../../api/shapes.ts';
import { CommandButton } from '../../../commands/CommandButton.tsx';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { ExceptionLabels } from '../../../parts/ExceptionLabels.tsx';
import { ShowTranscript } from '../../../transcript/ShowTranscript.tsx';
import { severityWords } from '../../../words/exception-words.ts';

/** What needs a person, with what can be asked for. */
export function OrderExceptions({ order }: { readonly order: OrderDetail }) {
  if (order.exception_list.length === 0) return null;
  return (
    <section aria-labelledby="causeway-exceptions" className="causeway-order__exceptions">
      <h3 id="causeway-exceptions">{__('What needs a person', 'causeway')}</h3>
      {order.exception_list.map((exception) => (
        <ExceptionOfOrder key={exception.cause} order={order} exception={exception} />
      ))}
      <ShowTranscript subject={order.subject} />
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
      <ExceptionLabels exception={exception} />
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
