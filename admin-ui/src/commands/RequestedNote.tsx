import { __, sprintf } from '@wordpress/i18n';
import type { Requested } from '../api/shapes.ts';
import { Ago } from '../parts/Ago.tsx';
import { requestedWord } from '../words/exception-words.ts';

/** "Retry requested by Ada, 4 seconds ago", until it has happened. */
export function RequestedNote({ requested }: { readonly requested: Requested }) {
  return (
    <p className="causeway-requested" role="status">
      <strong>{requestedWord(requested.command)}</strong> {/* translators: %s: a person's name */}
      {sprintf(__('by %s', 'causeway'), requested.by)}, <Ago at={requested.at} />
    </p>
  );
}
