import { __ } from '@wordpress/i18n';
import type { CommandName, OrderDetail, OrderException } from '../api/shapes.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { choicesOf } from '../commands/choices.ts';
import { RequestedNote } from '../commands/RequestedNote.tsx';
import { ExceptionLabels } from '../parts/ExceptionLabels.tsx';
import { ShowTranscript } from '../transcript/ShowTranscript.tsx';
import { severityWords } from '../words/exception-words.ts';
import { kindOf } from '../words/subject.ts';

/** What of an order, a return or a source of stock needs a person. */
export type Troubled = Pick<OrderDetail, 'subject' | 'exception_list'>;

/** What needs a person, with what can be asked for. */
export function SubjectExceptions({ of }: { readonly of: Troubled }) {
  const { subject, exception_list } = of;
  if (exception_list.length === 0) return null;
  return (
    <section aria-label={__('What needs a person', 'causeway')} className="causeway-order__exceptions">
      <h3>{__('What needs a person', 'causeway')}</h3>
      {exception_list.map((exception) => (
        <OneException key={exception.cause} subject={subject} exception={exception} />
      ))}
      <ShowTranscript subject={subject} />
    </section>
  );
}

interface OneProps {
  readonly subject: string;
  readonly exception: OrderException;
}

function OneException({ subject, exception }: OneProps) {
  const severity = severityWords(exception.severity);
  const request = (command: CommandName) => (reason: string) => ({
    command,
    reason,
    subject,
    cause: exception.cause,
    seen: exception.seen,
  });
  const waiting = exception.requested !== null;
  const { commands } = choicesOf(exception.cause);
  return (
    <section className={`causeway-card causeway-exception is-${severity.tone}`} aria-label={exception.title}>
      <ExceptionLabels exception={exception} />
      <h4>{exception.title}</h4>
      {exception.detail !== '' && <p className="causeway-exception__detail">{exception.detail}</p>}
      <p className="causeway-exception__next">
        <strong>{__('Next step:', 'causeway')}</strong> {exception.next_step}
      </p>
      {exception.requested && <RequestedNote requested={exception.requested} />}
      <div className="causeway-actions">
        {commands.map((command, place) => (
          <CommandButton
            key={command}
            command={command}
            count={1}
            kind={kindOf(subject)}
            primary={place === 0}
            disabled={waiting}
            request={request(command)}
          />
        ))}
      </div>
    </section>
  );
}
