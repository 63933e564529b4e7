import type { Transcript } from '@causeway/contracts';
import { __ } from '@wordpress/i18n';
import { Ago } from '../parts/Ago.tsx';
import { titleOf } from './transcript-words.ts';

/** Requests and replies, newest first, as text: whatever a system answered, none of it is markup here. */
export function TranscriptEntries({ entries }: { readonly entries: readonly Transcript[] }) {
  return (
    <ol className="causeway-transcript__entries">
      {entries.map((entry, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two of the same instant apart, and they never move.
        <li key={place}>
          <strong>{titleOf(entry)}</strong> <Ago at={entry.at} />
          <Spoken label={__('Sent', 'causeway')} spoken={entry.request} />
          <Spoken label={__('Answered', 'causeway')} spoken={entry.reply} />
          {entry.problem !== null && <p>{entry.problem}</p>}
        </li>
      ))}
    </ol>
  );
}

function Spoken({ label, spoken }: { readonly label: string; readonly spoken: Transcript['reply'] }) {
  if (spoken === null) return <p>{__('No answer came.', 'causeway')}</p>;
  return (
    <figure>
      <figcaption>{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <pre tabIndex={0}>{spoken.body === null ? spoken.head : `${spoken.head}\n\n${spoken.body}`}</pre>
    </figure>
  );
}
