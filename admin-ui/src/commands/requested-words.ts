import { __, _n, sprintf } from '@wordpress/i18n';
import type { CommandName } from '../api/shapes.ts';
import { requestedWord } from '../words/exception-words.ts';
import { counted, type SubjectKind } from '../words/subject.ts';

/** What the shop took of a request: never "done", and how many were left out of it. */
export function requestedWords(
  command: CommandName,
  { asked, changed }: { readonly asked: number; readonly changed: number },
  kind: SubjectKind = 'order',
): string {
  /* translators: 1: what was requested, such as "Retry requested", 2: such as "1 order" or "5 SKUs" */
  const said = sprintf(__('%1$s for %2$s.', 'causeway'), requestedWord(command), counted(kind, asked));
  const later = __('What comes of it shows here when the worker has done it.', 'causeway');
  if (changed === 0) return `${said} ${later}`;
  /* translators: 1: how many of those chosen had changed, 2: how many were chosen */
  const left = _n(
    '%1$d of %2$d had changed since you looked and was left out.',
    '%1$d of %2$d had changed since you looked and were left out.',
    changed,
    'causeway',
  );
  return `${said} ${sprintf(left, changed, asked + changed)} ${later}`;
}
