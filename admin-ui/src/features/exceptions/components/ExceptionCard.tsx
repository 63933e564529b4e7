import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import type { CommandName, ExceptionRow } from '../../../api/shapes.ts';
import { CommandButton } from '../../../commands/CommandButton.tsx';
import { decisionOf } from '../../../commands/decisions.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { Ago } from '../../../parts/Ago.tsx';
import { ExceptionLabels } from '../../../parts/ExceptionLabels.tsx';
import type { Place } from '../../../place/place.ts';
import { ShowTranscript } from '../../../transcript/ShowTranscript.tsx';
import { exceptionStatusWord, severityWords } from '../../../words/exception-words.ts';
import { AllSubjects } from './AllSubjects.tsx';
import { SubjectLinks } from './SubjectLinks.tsx';

/** One cause with all its orders: what it is, whose it is, what to do next, and what can be asked for. */
export function ExceptionCard({ exception, place }: { readonly exception: ExceptionRow; readonly place: Place }) {
  const [all, setAll] = useState(false);
  const severity = severityWords(exception.severity);
  const active = exception.status === 'open' || exception.status === 'acknowledged';
  const [first] = exception.first_subjects;
  const more = exception.subjects - exception.first_subjects.length;
  // Of an outside system, or of the shop itself: there is no order to go to, and the detail is what there is to know.
  const ofOrders = exception.first_subjects.every(({ order_id }) => order_id !== null);
  return (
    <article className={`causeway-card causeway-exception is-${active ? severity.tone : 'quiet'}`}>
      <ExceptionLabels exception={exception} />
      <h2>{exception.title}</h2>
      <p className="causeway-exception__next">
        <strong>{__('Next step:', 'causeway')}</strong> {exception.next_step}
      </p>
      {ofOrders ? (
        <p className="causeway-exception__orders">
          <strong>
            {/* translators: %d: number of orders */}
            {sprintf(_n('%d order', '%d orders', exception.subjects, 'causeway'), exception.subjects)}
          </strong>{' '}
          <SubjectLinks subjects={exception.first_subjects} place={place} />
          {/* translators: %d: number of further orders */}
          {more > 0 && sprintf(__('and %d more', 'causeway'), more)}{' '}
          {exception.subjects > 1 && (
            <Button variant="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? __('Hide the list', 'causeway') : __('Show all and choose', 'causeway')}
            </Button>
          )}
        </p>
      ) : (
        exception.first_subjects.map(({ subject, detail }) => <p key={subject}>{detail === '' ? subject : detail}</p>)
      )}
      {all && <AllSubjects cause={exception.cause} place={place} />}
      <Closing exception={exception} />
      {exception.requested && <RequestedNote requested={exception.requested} />}
      {active && <Commands exception={exception} ofOrders={ofOrders} />}
      {first !== undefined && (
        <ShowTranscript subject={first.subject} {...(exception.subjects > 1 ? { number: first.number } : {})} />
      )}
    </article>
  );
}

function Closing({ exception }: { readonly exception: ExceptionRow }) {
  if (exception.closed_at === null) return null;
  return (
    <p className="causeway-exception__closing">
      {exceptionStatusWord(exception.status)} <Ago at={exception.closed_at} />
      {/* translators: %s: a person's name */}
      {exception.closed_by !== '' && ` ${sprintf(__('by %s', 'causeway'), exception.closed_by)}`}
      {exception.closed_reason !== '' && `: ${exception.closed_reason}`}
    </p>
  );
}

function Commands({ exception, ofOrders }: { readonly exception: ExceptionRow; readonly ofOrders: boolean }) {
  const count = exception.subjects;
  const single = count === 1 ? exception.first_subjects[0] : undefined;
  const request = (command: CommandName) => (reason: string) =>
    single
      ? { command, reason, subject: single.subject, cause: exception.cause, seen: single.seen }
      : { command, reason, filter: { cause: exception.cause, count } };
  const common = { count, disabled: exception.requested !== null || count === 0 };
  const decision = decisionOf(exception.cause);
  return (
    <div className="causeway-actions">
      {decision !== null && (single !== undefined || decision.together) && (
        <CommandButton {...common} command="approve" primary request={request('approve')} />
      )}
      {decision?.reject && single && <CommandButton {...common} command="reject" request={request('reject')} />}
      <CommandButton {...common} command="retry" primary={decision === null} request={request('retry')} />
      {exception.status === 'open' && (
        <CommandButton {...common} command="acknowledge" request={request('acknowledge')} />
      )}
      <CommandButton {...common} command="resolve" request={request('resolve')} />
      {ofOrders && <CommandButton {...common} command="skip" request={request('skip')} />}
      <CommandButton {...common} command="ignore" request={request('ignore')} />
    </div>
  );
}
