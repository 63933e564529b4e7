import { __ } from '@wordpress/i18n';
import type { CommandName, OrderDetail, OrderException } from '../api/shapes.ts';
import { CommandButton } from '../commands/CommandButton.tsx';
import { RequestedNote } from '../commands/RequestedNote.tsx';
import { ExceptionLabels } from '../parts/ExceptionLabels.tsx';
import { ShowTranscript } from '../transcript/ShowTranscript.tsx';
import { severityWords } from '../words/exception-words.ts';

/** What of an order or a return needs a person. */
export type Troubled = Pick<OrderDetail, 'subject' | 'exception_list'>;

interface Props {
  readonly of: Troubled;
  readonly asks?: (cause: string) => readonly CommandName[];
}

/** What is asked of an exception: that one looks again, or that a person has settled it. */
const usual: readonly CommandName[] = ['retry', 'resolve'];

/** What needs a person, with what can be asked for: `asks` says what, by cause. */
export function SubjectExceptions({ of, asks = () => usual }: Props) {
  const { subject, exception_list } = of;
  if (exception_list.length === 0) return null;
  return (
    <section aria-label={__('What needs a person', 'causeway')} className="causeway-order__exceptions">
      <h3>{__('What needs a person', 'causeway')}</h3>
      {exception_list.map((exception) => (
        <OneException key={exception.cause} subject={subject} exception={exception} commands={asks(exception.cause)} />
      ))}
      <ShowTranscript subject={subject} />
    </section>
  );
}

interface OneProps {
  readonly subject: string;
  readonly exception: OrderException;
  readonly commands: readonly CommandName[];
}

function OneException({ subject, exception, commands }: OneProps) {
  const severity = severityWords(exception.severity);
  const request = (command: CommandName) => (reason: string) => ({
    command,
    reason,
    subject,
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
        {commands.map((command, place) => (
          <CommandButton
            key={command}
            command={command}
            count={1}
            primary={place === 0}
            disabled={waiting}
            request={request(command)}
          />
        ))}
      </div>
    </section>
  );
}
