import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { CommandName, ExceptionRow } from '../../../api/shapes.ts';
import { CommandButton } from '../../../commands/CommandButton.tsx';
import { choicesOf } from '../../../commands/choices.ts';
import { RequestedNote } from '../../../commands/RequestedNote.tsx';
import { Ago } from '../../../parts/Ago.tsx';
import { ExceptionLabels } from '../../../parts/ExceptionLabels.tsx';
import type { Place } from '../../../place/place.ts';
import { ShowTranscript } from '../../../transcript/ShowTranscript.tsx';
import { exceptionStatusWord, severityWords } from '../../../words/exception-words.ts';
import { counted, kindOf, type SubjectKind } from '../../../words/subject.ts';
import { AllSubjects } from './AllSubjects.tsx';
import { nameOf, SubjectLinks } from './SubjectLinks.tsx';

/** One cause with all it is of: what it is, whose it is, what to do next, and what can be asked for. */
export function ExceptionCard({ exception, place }: { readonly exception: ExceptionRow; readonly place: Place }) {
  const severity = severityWords(exception.severity);
  const active = exception.status === 'open' || exception.status === 'acknowledged';
  const [first] = exception.first_subjects;
  const kind = first === undefined ? 'order' : kindOf(first.subject);
  return (
    <article className={`causeway-card causeway-exception is-${active ? severity.tone : 'quiet'}`}>
      <ExceptionLabels exception={exception} />
      <h2>{exception.title}</h2>
      <p className="causeway-exception__next">
        <strong>{__('Next step:', 'causeway')}</strong> {exception.next_step}
      </p>
      <Subjects exception={exception} kind={kind} place={place} />
      <Closing exception={exception} />
      {exception.requested && <RequestedNote requested={exception.requested} />}
      {active && <Commands exception={exception} kind={kind} />}
      {first !== undefined && (
        <ShowTranscript subject={first.subject} {...(exception.subjects > 1 ? { name: nameOf(first) } : {})} />
      )}
    </article>
  );
}

interface SubjectsProps {
  readonly exception: ExceptionRow;
  readonly kind: SubjectKind;
  readonly place: Place;
}

/** What it is of: the first few, what is special about them, and on demand all. */
function Subjects({ exception, kind, place }: SubjectsProps) {
  const [all, setAll] = useState(false);
  const { subjects, first_subjects, cause } = exception;
  if (subjects === 0) return null;
  const more = subjects - first_subjects.length;
  // Of several orders each has its detail on its own page; of all else it is what there is to know.
  const details = kind === 'order' && subjects > 1 ? [] : first_subjects.filter(({ detail }) => detail !== '');
  return (
    <>
      {(kind !== 'other' || details.length === 0) && (
        <p className="causeway-exception__orders">
          <strong>{counted(kind, subjects)}</strong> <SubjectLinks subjects={first_subjects} place={place} />
          {/* translators: %d: how many further ones */}
          {more > 0 && sprintf(__('and %d more', 'causeway'), more)}{' '}
          {subjects > 1 && (
            <Button variant="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? __('Hide the list', 'causeway') : __('Show all and choose', 'causeway')}
            </Button>
          )}
        </p>
      )}
      {!all &&
        details.map(({ subject, detail }) => (
          <p key={subject} className="causeway-exception__detail">
            {detail}
          </p>
        ))}
      {all && <AllSubjects cause={cause} kind={kind} place={place} />}
    </>
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

function Commands({ exception, kind }: { readonly exception: ExceptionRow; readonly kind: SubjectKind }) {
  const count = exception.subjects;
  const single = count === 1 ? exception.first_subjects[0] : undefined;
  const choices = choicesOf(exception.cause);
  const request = (command: CommandName) => (reason: string) =>
    single
      ? { command, reason, subject: single.subject, cause: exception.cause, seen: single.seen }
      : { command, reason, filter: { cause: exception.cause, count } };
  const commands: readonly CommandName[] = [
    ...(single ? choices.commands : choices.together),
    ...(exception.status === 'open' ? (['acknowledge'] as const) : []),
    ...(kind === 'order' ? (['skip'] as const) : []),
    'ignore',
  ];
  return (
    <>
      {!single && choices.together.length < choices.commands.length && (
        <p className="causeway-exception__next">{__('Decided one by one: open each of them.', 'causeway')}</p>
      )}
      <div className="causeway-actions">
        {commands.map((command, place) => (
          <CommandButton
            key={command}
            command={command}
            count={count}
            kind={kind}
            primary={place === 0 && command !== 'acknowledge'}
            disabled={exception.requested !== null || count === 0}
            request={request(command)}
          />
        ))}
      </div>
    </>
  );
}
